import { refusal } from '@lintel/contracts/testing/refusal';
import { MemoryDataset } from './memory-dataset';

const content = {
  data: Float32Array.of(0, 1, 2, 3, 4, 5),
  exampleShape: [1, 2],
  labels: [0, 1, 0],
  classNames: ['even', 'odd'],
};

describe('a dataset in memory', () => {
  it('gives examples by index and their labels', () => {
    const dataset = new MemoryDataset(content);
    const target = new Float32Array(4);
    dataset.read([2, 0], target);
    expect([...target]).toEqual([4, 5, 0, 1]);
    expect(dataset).toMatchObject({ size: 3, dtype: 'float32', labels: Int32Array.of(0, 1, 0) });
  });

  it('has a content hash over values, labels and names', () => {
    const hashes = [
      content,
      { ...content, labels: [1, 1, 0] },
      { ...content, classNames: ['even', 'uneven'] },
      { ...content, data: Float32Array.of(0, 1, 2, 3, 4, 6) },
      { ...content, exampleShape: [2, 1] },
    ].map((one) => new MemoryDataset(one).contentHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(new MemoryDataset(content).contentHash).toBe(hashes[0]);
  });

  it('refuses parts that do not fit together', async () => {
    const refuses = async (change: object): Promise<string> =>
      (await refusal(() => new MemoryDataset({ ...content, ...change }))).code;
    expect(await refuses({ labels: [0, 1] })).toBe('SHAPE_MISMATCH');
    expect(await refuses({ groups: ['a'] })).toBe('SHAPE_MISMATCH');
    expect(await refuses({ labels: [0, 1, 2] })).toBe('DATASET_INVALID');
  });

  it('refuses a read that would be wrong', async () => {
    const dataset = new MemoryDataset(content);
    expect((await refusal(() => dataset.read([0, 1], new Float32Array(3)))).code).toBe('SHAPE_MISMATCH');
    expect((await refusal(() => dataset.read([0], new Uint8Array(2)))).code).toBe('SHAPE_MISMATCH');
    for (const index of [3, -1, 0.5]) {
      expect((await refusal(() => dataset.read([index], new Float32Array(2)))).received).toBe(String(index));
    }
    dataset.close();
    expect((await refusal(() => dataset.read([0], new Float32Array(2)))).problem).toBe('The dataset is closed.');
  });
});
