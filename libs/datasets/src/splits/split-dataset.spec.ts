import { createRandom, type Dataset, type DatasetSplits } from '@lintel/contracts';
import { hashesAsText } from '../loaders/example-hashes';
import { MemoryDataset } from '../loaders/memory-dataset';
import { refusal } from '@lintel/contracts/testing/refusal';
import { splitByParts } from './split-by-parts';
import { splitByTime } from './split-by-time';
import { splitDataset } from './split-dataset';
import { PARTS } from './split-shares';
import { subset } from './subset';

/** The value of an example is its index. */
function datasetOf(labels: number[], groups?: string[]): Dataset {
  const content = {
    data: Float32Array.from(labels, (_, index) => index),
    exampleShape: [1],
    labels,
    classNames: Array.from({ length: Math.max(1, ...labels) + 1 }, (_, label) => `class ${label}`),
  };
  return new MemoryDataset(groups ? { ...content, groups } : content);
}

/** As plain properties, so that a test can add to them. */
const viewOf = (dataset: Dataset): Dataset => ({
  size: dataset.size,
  exampleShape: dataset.exampleShape,
  dtype: dataset.dtype,
  classNames: dataset.classNames,
  labels: dataset.labels,
  contentHash: dataset.contentHash,
  ...(dataset.groups ? { groups: dataset.groups } : {}),
  read: (indices, target) => dataset.read(indices, target),
  close: () => dataset.close(),
});

function membersOf(view: Dataset): number[] {
  const values = new Float32Array(view.size);
  view.read([...view.labels.keys()], values);
  return [...values];
}
const allOf = (splits: DatasetSplits): number[][] => PARTS.map((part) => membersOf(splits[part]));
const countsOf = (splits: DatasetSplits, label: number): number[] =>
  PARTS.map((part) => splits[part].labels.filter((one) => one === label).length);

/** Datasets of every kind, the same in every run. */
const randomDatasets = (count: number, grouped: boolean): Dataset[] =>
  Array.from({ length: count }, (_, seed) => {
    const random = createRandom(seed, 'datasets');
    const classes = 2 + random.int(5);
    const labels = Array.from({ length: 60 + random.int(400) }, (_, index) =>
      index < 3 * classes ? index % classes : Math.min(random.int(classes), random.int(classes)),
    );
    return datasetOf(labels, grouped ? labels.map(() => `group ${random.int(30)}`) : undefined);
  });

describe('a split by a seed', () => {
  it.each([
    ['single examples', false, true],
    ['single examples without strata', false, false],
    ['groups', true, true],
    ['groups without strata', true, false],
  ])('puts every example into exactly one part: %s', (_, grouped, stratify) => {
    for (const [seed, dataset] of randomDatasets(25, grouped).entries()) {
      const parts = allOf(splitDataset(dataset, { validation: 0.15, test: 0.2, seed, stratify }));
      expect(parts.flat().sort((one, other) => one - other)).toEqual([...dataset.labels.keys()]);
      expect(Math.min(...parts.map((part) => part.length))).toBeGreaterThan(0);
    }
  });

  it('keeps the share of every class to the nearest example', () => {
    for (const [seed, dataset] of randomDatasets(25, false).entries()) {
      const splits = splitDataset(dataset, { validation: 0.15, test: 0.2, seed });
      for (const label of dataset.classNames.keys()) {
        const [train, validation, test] = countsOf(splits, label);
        const total = train! + validation! + test!;
        expect(validation).toBe(Math.max(1, Math.round(0.15 * total)));
        expect(test).toBe(Math.max(1, Math.round(0.2 * total)));
      }
    }
  });

  it('never lets a group cross, and keeps the shares nearly', () => {
    for (const [seed, dataset] of randomDatasets(25, true).entries()) {
      const splits = splitDataset(dataset, { validation: 0.2, test: 0.2, seed });
      const groups = PARTS.map((part) => new Set(splits[part].groups));
      expect(groups.reduce((sum, one) => sum + one.size, 0)).toBe(new Set(dataset.groups).size);
      for (const part of ['validation', 'test'] as const) {
        expect(Math.abs(splits[part].size / dataset.size - 0.2)).toBeLessThan(0.06);
      }
    }
  });

  it('never lets a copy of a picture cross, also where copies join groups', () => {
    for (const [seed, dataset] of [...randomDatasets(15, false), ...randomDatasets(15, true)].entries()) {
      const random = createRandom(seed, 'copies');
      // One picture in six is a copy of an earlier one; fewer with groups, because every copy may join two of them.
      const contents = [...dataset.labels.keys()].map((index) =>
        random.int(dataset.groups ? 100 : 6) === 0 ? random.int(index + 1) : index,
      );
      const exampleHashes = Buffer.concat(contents.map((content) => Buffer.alloc(32, `content ${content}`)));
      const splits = splitDataset({ ...viewOf(dataset), exampleHashes }, { validation: 0.2, test: 0.2, seed });
      const parts = PARTS.map((part) => new Set(membersOf(splits[part]).map((index) => contents[index])));
      expect(parts.reduce((sum, one) => sum + one.size, 0)).toBe(new Set(contents).size);
      if (dataset.groups) {
        const groups = PARTS.map((part) => new Set(splits[part].groups));
        expect(groups.reduce((sum, one) => sum + one.size, 0)).toBe(new Set(dataset.groups).size);
      }
      for (const part of PARTS) {
        expect(hashesAsText(splits[part].exampleHashes!)).toEqual(
          membersOf(splits[part]).map((index) => exampleHashes.toString('hex', index * 32, index * 32 + 32)),
        );
      }
    }
  });

  it('is the same for the same seed and another for another', () => {
    const dataset = datasetOf(Array.from({ length: 200 }, (_, index) => index % 4));
    const split = (seed: number): number[][] => allOf(splitDataset(dataset, { validation: 0.1, test: 0.1, seed }));
    expect(split(1)).toEqual(split(1));
    expect(split(2)).not.toEqual(split(1));
    // Must never change: a model trained by an earlier version must not train on its test examples.
    expect(split(1)[2]!.join()).toBe('1,18,23,44,45,46,55,67,68,80,81,82,85,86,91,93,102,104,128,179');
  });

  it('puts every example into the test part as often as any other', () => {
    const dataset = datasetOf(Array.from({ length: 40 }, (_, index) => index % 2));
    const times = new Array<number>(40).fill(0);
    for (let seed = 0; seed < 1000; seed++) {
      for (const index of membersOf(splitDataset(dataset, { validation: 0.1, test: 0.25, seed }).test))
        times[index]! += 1;
    }
    const chiSquare = times.reduce((sum, count) => sum + (count - 250) ** 2 / (250 * 0.75), 0);
    expect(chiSquare).toBeLessThan(72.1); // The 99.9 % quantile at 39 degrees of freedom.
  });

  it('holds out no part whose share is 0', () => {
    const splits = splitDataset(datasetOf([0, 1, 0, 1]), { validation: 0, test: 0.5, seed: 1 });
    expect(PARTS.map((part) => splits[part].size)).toEqual([2, 0, 2]);
  });

  it('refuses what cannot be split, with a cure', async () => {
    const refuses = async (dataset: Dataset, change: object = {}): Promise<string> => {
      const error = await refusal(() => splitDataset(dataset, { validation: 0.1, test: 0.1, seed: 1, ...change }));
      return `${error.code}: ${error.problem}`;
    };
    const few = datasetOf([0, 0, 0, 0, 1, 1]);
    expect(await refuses(few)).toBe('DATASET_INVALID: There are too few examples of the class "class 1" to split.');
    expect(await refuses(subset(few, []))).toBe('DATASET_INVALID: There are too few examples to split.');
    expect(await refuses(few, { test: 0.9 })).toMatch(/^INVALID_CONFIGURATION: .* nothing to train on/);
    expect(await refuses(few, { test: -0.1 })).toMatch(/^INVALID_CONFIGURATION/);
    const patients = datasetOf([0, 1, 0, 1, 0, 1], ['a', 'a', 'a', 'a', 'b', 'b']);
    expect(await refuses(patients)).toBe('DATASET_INVALID: There are too few groups to split.');
  });
});

describe('a split by declared parts', () => {
  const labels = Array.from({ length: 40 }, (_, index) => index % 2);

  it('leaves the declared test part as it is and holds validation out of the train part', () => {
    const parts = labels.map((_, index) => (index < 30 ? ('train' as const) : ('test' as const)));
    const splits = splitByParts(datasetOf(labels), parts, { validation: 0.2, test: 0.5, seed: 1 });
    expect(membersOf(splits.test)).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
    expect([splits.train.size, splits.validation.size]).toEqual([24, 6]);
    expect(Math.max(...membersOf(splits.train), ...membersOf(splits.validation))).toBeLessThan(30);
  });

  it('splits a dataset without declared parts as a whole', () => {
    const options = { validation: 0.2, test: 0.2, seed: 1 };
    const [dataset, none] = [datasetOf(labels), labels.map(() => null)];
    expect(allOf(splitByParts(dataset, none, options))).toEqual(allOf(splitDataset(dataset, options)));
  });

  it('never trains on a declared test part, even where no train part is declared', async () => {
    const parts = labels.map(() => 'test' as const);
    const error = await refusal(() => splitByParts(datasetOf(labels), parts, { validation: 0.2, test: 0.2, seed: 1 }));
    expect(error.problem).toBe('There are too few examples to split.');
  });
});

describe('a split by time', () => {
  it('tests on the newest and trains on the oldest, whatever their order', () => {
    const times = createRandom(1).shuffle(Array.from({ length: 100 }, (_, index) => index));
    const splits = splitByTime(datasetOf(times.map(() => 0)), times, { validation: 0.1, test: 0.2 });
    const timesOf = (part: number): number[] => allOf(splits)[part]!.map((index) => times[index]!);
    expect(allOf(splits).map((part) => part.length)).toEqual([70, 10, 20]);
    expect(Math.max(...timesOf(0))).toBeLessThan(Math.min(...timesOf(1)));
    expect(Math.max(...timesOf(1))).toBeLessThan(Math.min(...timesOf(2)));
  });

  it('keeps examples of one time, and groups, together', () => {
    const times = Array.from({ length: 50 }, (_, index) => index >> 3);
    const splits = splitByTime(datasetOf(times), times, { validation: 0.2, test: 0.2 });
    expect(allOf(splits).map((part) => [...new Set(part.map((index) => times[index]))])).toEqual([
      [0, 1, 2, 3],
      [4],
      [5, 6],
    ]);

    const groups = times.map((_, index) => (index === 0 || index === 49 ? 'both ends' : `single ${index}`));
    const grouped = splitByTime(datasetOf(times, groups), [...times.keys()], { validation: 0.2, test: 0.2 });
    expect(membersOf(grouped.test)).toContain(0);
    const copies = Buffer.concat(times.map((_, index) => Buffer.alloc(32, `content ${index % 49}`)));
    const dataset = { ...viewOf(datasetOf(times)), exampleHashes: copies };
    expect(membersOf(splitByTime(dataset, [...times.keys()], { validation: 0.2, test: 0.2 }).test)).toContain(0);
    expect(new Set(allOf(grouped).flat()).size).toBe(50);
  });

  it('leaves out a part whose share is 0', () => {
    const sizes = (validation: number, test: number): number[] =>
      allOf(splitByTime(datasetOf([0, 0, 0, 0, 0]), [1, 2, 3, 4, 5], { validation, test })).map((part) => part.length);
    expect([sizes(0, 0.2), sizes(0.2, 0), sizes(0, 0)]).toEqual([
      [4, 0, 1],
      [4, 1, 0],
      [5, 0, 0],
    ]);
  });

  it('refuses times that cannot be split, with a cure', async () => {
    const refuses = async (times: number[]): Promise<string> =>
      (await refusal(() => splitByTime(datasetOf([0, 0, 0, 0]), times, { validation: 0.2, test: 0.2 }))).problem;
    expect(await refuses([1, 1, 1, 2])).toBe('There are too few different times to split.');
    expect(await refuses([1, 2, 3])).toBe('A split by time needs one time per example.');
    expect(await refuses([1, 2, 3, NaN])).toBe('A split by time needs one time per example.');
  });
});

describe('a subset', () => {
  it('is a view by index, with separate labels, groups and content hash', async () => {
    const dataset = datasetOf([0, 1, 0, 1], ['a', 'b', 'c', 'd']);
    const view = subset(dataset, [3, 0]);
    expect(view).toMatchObject({ size: 2, labels: Int32Array.of(1, 0), groups: ['d', 'a'], dtype: 'float32' });
    expect(membersOf(view)).toEqual([3, 0]);
    expect(membersOf(subset(view, [1]))).toEqual([0]);
    expect(new Set([dataset, view, subset(dataset, [0, 3])].map((one) => one.contentHash)).size).toBe(3);
    view.close();
    expect(membersOf(dataset)).toEqual([0, 1, 2, 3]);
    expect((await refusal(() => view.read([2], new Float32Array(1)))).code).toBe('INVALID_ARGUMENT');
    expect((await refusal(() => subset(dataset, [4]))).received).toBe('4');
  });
});
