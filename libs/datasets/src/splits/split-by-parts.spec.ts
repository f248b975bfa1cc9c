import { partIndices, splitByParts } from './split-by-parts';
import { MemoryDataset } from '../loaders/memory-dataset';

const SIZE = 60;
const labels = Array.from({ length: SIZE }, (_, index) => index % 2);
const dataset = new MemoryDataset({ data: new Uint8Array(SIZE), exampleShape: [1], labels, classNames: ['a', 'b'] });
/** Each picture occurs twice: example 0 and 30, 1 and 31 … */
const exampleHashes = Buffer.concat(labels.map((_, index) => Buffer.alloc(32, `picture ${index % 30}`)));
const examples = { size: SIZE, labels: dataset.labels, classNames: dataset.classNames, exampleHashes };
const options = { validation: 0.2, test: 0.2, seed: 1 };

describe('a split by declared parts', () => {
  it.each([
    ['where none is declared', () => null],
    ['where the test part is declared', (index: number) => (index % 30 < 6 ? ('test' as const) : ('train' as const))],
  ])('keeps copies of a picture on one side %s', (_, partOf) => {
    const parts = labels.map((_label, index) => partOf(index));
    const split = partIndices(examples, parts, options);
    const sides = Object.values(split).map((indices) => new Set([...indices].map((index) => index % 30)));
    expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(30);
    for (const side of sides) expect(side.size).toBeGreaterThan(0);
  });

  it('says of every example in which part the views have it', () => {
    const parts = labels.map((_, index) => (index < 10 ? ('test' as const) : ('train' as const)));
    const indices = partIndices(dataset, parts, options);
    expect([...indices.test]).toEqual(Array.from({ length: 10 }, (_, index) => index));
    const views = splitByParts(dataset, parts, options);
    for (const part of ['train', 'validation', 'test'] as const) {
      expect([...views[part].labels]).toEqual([...indices[part]].map((index) => labels[index]));
    }
    expect(
      Object.values(indices)
        .flatMap((side) => [...side])
        .sort((a, b) => a - b),
    ).toEqual([...labels.keys()]);
  });
});
