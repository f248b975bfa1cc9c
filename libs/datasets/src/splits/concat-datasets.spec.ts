import { MemoryDataset } from '../loaders/memory-dataset';
import { refusal } from '@lintel/contracts/testing/refusal';
import { concatDatasets, repeatExamples } from './concat-datasets';

const classNames = ['even', 'odd'];
/** Example `value` is [value, value + 0.5]. */
const datasetOf = (values: number[], groups?: string[]) =>
  new MemoryDataset({
    data: Float32Array.from(values.flatMap((value) => [value, value + 0.5])),
    exampleShape: [2],
    labels: values.map((value) => value % 2),
    classNames,
    ...(groups ? { groups } : {}),
  });

describe('two datasets as one', () => {
  const first = datasetOf([0, 1, 2]);
  const second = datasetOf([13, 14]);
  const both = concatDatasets(first, second);

  it('gives every example of both, in any order, with its class', () => {
    expect([both.size, [...both.labels]]).toEqual([5, [0, 1, 0, 1, 0]]);
    const target = new Float32Array(12);
    both.read([4, 3, 0, 2, 3, 1], target);
    expect([...target]).toEqual([14, 14.5, 13, 13.5, 0, 0.5, 2, 2.5, 13, 13.5, 1, 1.5]);
  });

  it('has a hash that follows from both and their order', () => {
    expect(both.contentHash).toBe(concatDatasets(datasetOf([0, 1, 2]), datasetOf([13, 14])).contentHash);
    const others = [concatDatasets(second, first), concatDatasets(first, datasetOf([13])), first];
    for (const other of others) expect(other.contentHash).not.toBe(both.contentHash);
  });

  it('keeps groups together across both, and examples without one alone', () => {
    const grouped = concatDatasets(datasetOf([0, 1], ['lot 1', 'lot 2']), datasetOf([2, 3], ['lot 1', 'lot 3']));
    expect(grouped.groups).toEqual(['lot 1', 'lot 2', 'lot 1', 'lot 3']);
    expect(new Set(concatDatasets(first, datasetOf([2, 3], ['lot', 'lot'])).groups).size).toBe(4);
    expect(both.groups).toBeUndefined();
  });

  it('refuses other shapes, types and classes, and examples that it does not have', async () => {
    const wide = new MemoryDataset({ data: new Float32Array(3), exampleShape: [3], labels: [0], classNames });
    const bytes = new MemoryDataset({ data: new Uint8Array(2), exampleShape: [2], labels: [0], classNames });
    const swapped = { data: new Float32Array(2), exampleShape: [2], labels: [0], classNames: ['odd', 'even'] };
    expect((await refusal(() => concatDatasets(first, wide))).code).toBe('SHAPE_MISMATCH');
    expect((await refusal(() => concatDatasets(first, bytes))).code).toBe('SHAPE_MISMATCH');
    expect((await refusal(() => concatDatasets(first, new MemoryDataset(swapped)))).code).toBe('DATASET_INVALID');
    expect((await refusal(() => both.read([5], new Float32Array(2)))).code).toBe('INVALID_ARGUMENT');
  });
});

describe('repeated examples', () => {
  it('occur equally often, one round after another', async () => {
    const repeated = repeatExamples(datasetOf([0, 1, 2]), 4);
    const target = new Float32Array(24);
    repeated.read([...repeated.labels.keys()], target);
    expect([...target].filter((value) => value === 1)).toHaveLength(4);
    expect([...repeated.labels.keys()].map((index) => target[2 * index])).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    for (const times of [0, 1.5, -1]) {
      expect((await refusal(() => repeatExamples(repeated, times))).code).toBe('INVALID_ARGUMENT');
    }
  });
});
