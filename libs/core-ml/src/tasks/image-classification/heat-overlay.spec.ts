import { type ImagePreprocessor } from '@lintel/contracts';
import sharp from 'sharp';
import { heatOverlay } from './heat-overlay';

const SIDE = 40;
const preprocessor: ImagePreprocessor = {
  ...{ kind: 'image', height: SIDE, width: SIDE, channels: 3, fit: 'cover', background: 'as-is' },
  ...{ mean: [0, 0, 0], std: [1, 1, 1] },
};

it('reddens where the map is above its mean, and leaves the rest as it is', async () => {
  const create = { width: SIDE, height: SIDE, channels: 3 as const, background: { r: 0, g: 100, b: 200 } };
  const picture = await sharp({ create }).png().toBuffer();
  const map = { className: 'a', height: 2, width: 2, values: [4, 0, 0, 0] };
  const drawn = await heatOverlay(picture, preprocessor, map);
  const { data, info } = await sharp(drawn).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([SIDE, SIDE, 3]);
  expect(data[0]).toBeGreaterThan(150);
  expect([...data.subarray(-3)]).toEqual([0, 100, 200]);
});

it('refuses a map whose values do not fit its size', async () => {
  const map = { className: 'a', height: 2, width: 2, values: [1] };
  await expect(heatOverlay(new Uint8Array(), preprocessor, map)).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
});
