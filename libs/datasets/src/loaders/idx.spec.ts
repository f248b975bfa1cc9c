import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { openIdx } from './idx';

const folder = temporaryFolder();
let count = 0;

async function file(bytes: Uint8Array): Promise<string> {
  const path = join(folder, String(count++));
  await writeFile(path, bytes);
  return path;
}
function idx(shape: number[], values: number[], type = 8): Buffer {
  const sides = Buffer.alloc(4 * shape.length);
  shape.forEach((side, at) => sides.writeUInt32BE(side, 4 * at));
  return Buffer.concat([Buffer.from([0, 0, type, shape.length]), sides, Buffer.from(values)]);
}
const counting = (length: number): number[] => Array.from({ length }, (_, at) => at);
const images = idx([3, 2, 2], counting(12));
const labels = idx([3], [0, 2, 1]);

describe('an IDX dataset', () => {
  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['packed', (bytes: Buffer) => gzipSync(bytes)],
  ])('is read %s', async (_, pack) => {
    const dataset = await openIdx({ images: await file(pack(images)), labels: await file(pack(labels)) });
    expect(dataset).toMatchObject({
      size: 3,
      exampleShape: [2, 2, 1],
      dtype: 'uint8',
      classNames: ['0', '1', '2'],
      labels: Int32Array.of(0, 2, 1),
    });
    const target = new Uint8Array(8);
    dataset.read([2, 0], target);
    expect([...target]).toEqual([8, 9, 10, 11, 0, 1, 2, 3]);
    dataset.close();
    expect((await refusal(() => dataset.read([0], target))).problem).toBe('The dataset is closed.');
  });

  it('may have channels and named classes', async () => {
    const coloured = await file(idx([1, 1, 2, 3], counting(6)));
    const dataset = await openIdx({ images: coloured, labels: await file(idx([1], [1])), classNames: ['a', 'b'] });
    expect(dataset).toMatchObject({ exampleShape: [1, 2, 3], classNames: ['a', 'b'] });
  });

  it.each<[string, Uint8Array, Uint8Array, string, RegExp]>([
    ['is cut off', images.subarray(0, -1), labels, 'DATASET_INVALID', /length given in its header/],
    [
      'is longer than it says',
      Buffer.concat([images, images]),
      labels,
      'DATASET_INVALID',
      /length given in its header/,
    ],
    ['is cut off within its header', images.subarray(0, 9), labels, 'DATASET_INVALID', /length given in its header/],
    ['is cut off when packed', gzipSync(images).subarray(0, 20), labels, 'DATASET_INVALID', /cannot be unpacked/],
    [
      'is packed and too short',
      gzipSync(images.subarray(0, -1)),
      labels,
      'DATASET_INVALID',
      /length given in its header/,
    ],
    [
      'is packed and too long',
      gzipSync(Buffer.concat([images, labels])),
      labels,
      'DATASET_INVALID',
      /length given in its header/,
    ],
    ['is packed and said to be huge', gzipSync(idx([1e6, 1e4, 1e4], [])), labels, 'DATASET_INVALID', /too large/],
    ['is garbage', Buffer.from('<html></html>'), labels, 'DATASET_INVALID', /not an IDX file/],
    ['is empty', Buffer.alloc(0), labels, 'DATASET_INVALID', /not an IDX file/],
    ['holds floats', idx([3, 2, 2], counting(48), 0x0d), labels, 'DATASET_INVALID', /not an IDX file of bytes/],
    ['holds nothing', idx([0, 2, 2], []), idx([0], []), 'DATASET_EMPTY', /contains no examples/],
    ['holds labels where pictures belong', labels, labels, 'SHAPE_MISMATCH', /wrong shape/],
    ['has the labels of another file', images, idx([2], [0, 1]), 'SHAPE_MISMATCH', /wrong shape/],
  ])('that %s is refused with a cure', async (_, imageBytes, labelBytes, code, problem) => {
    const files = { images: await file(imageBytes), labels: await file(labelBytes) };
    const error = await refusal(() => openIdx(files));
    expect(error.code).toBe(code);
    expect(error.problem).toMatch(problem);
    expect(error.cure).not.toBe('');
  });

  it('refuses labels without a class, and a missing file', async () => {
    const paths = { images: await file(images), labels: await file(labels) };
    const error = await refusal(() => openIdx({ ...paths, classNames: ['a', 'b'] }));
    expect(error).toMatchObject({ code: 'DATASET_INVALID', received: '2 at example 1' });
    expect((await refusal(() => openIdx({ ...paths, images: '/absent' }))).code).toBe('NOT_FOUND');
  });
});
