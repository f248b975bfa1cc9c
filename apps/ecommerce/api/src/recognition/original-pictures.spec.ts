import { noise } from '@lintel/core-ml/testing/pictures';
import sharp from 'sharp';
import { OriginalBudget } from './original-pictures';

describe('the pictures of one request', () => {
  it('are stored unchanged up to 32 MiB, and beyond that in a smaller form, the right way up', async () => {
    const budget = new OriginalBudget();
    const most = new Uint8Array(31 * 2 ** 20);
    expect((await budget.take(most)).length).toBe(most.length);
    // Noise does not compress: about 18 MiB.
    const large = await noise(3_000, 2_100).png().toBuffer();
    const { width, height, format } = await sharp(await budget.take(large)).metadata();
    expect([width, height, format]).toEqual([2_048, 1_434, 'webp']);
    const small = await noise(100, 80).png().toBuffer();
    expect((await budget.take(small)).equals(small)).toBe(true);
  });
});
