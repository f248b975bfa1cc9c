import { foldsOf } from './embedding-trial';

const labels = Int32Array.from({ length: 60 }, (_, row) => row % 12);
const pictures = {
  labels,
  classNames: Array.from({ length: 12 }, (_, label) => `class ${label}`),
  groups: Array.from({ length: 60 }, (_, row) => `thing ${Math.floor(row / 3)}`),
};

describe('the folds that a projection is measured in', () => {
  it.each<['class' | 'group', (row: number) => unknown]>([
    ['class', (row) => labels[row]],
    ['group', (row) => pictures.groups[row]],
  ])('never train on a %s that they test', (holdOut, unitOf) => {
    const folds = foldsOf(pictures, holdOut, 1);
    expect(folds).toHaveLength(5);
    expect(folds.flatMap(({ test }) => [...test]).sort((one, other) => one - other)).toEqual([...labels.keys()]);
    for (const { train, test } of folds) {
      const trained = new Set([...train].map(unitOf));
      expect([...test].filter((row) => trained.has(unitOf(row)))).toEqual([]);
    }
  });

  it('test each picture once, and train on others of its class, if single pictures are held out', () => {
    for (const { train, test } of foldsOf({ ...pictures, groups: undefined }, 'picture', 1)) {
      const trained = new Set([...train].map((row) => labels[row]));
      expect([...test].every((row) => trained.has(labels[row]))).toBe(true);
    }
  });

  it('are refused for classes of one picture each', () => {
    const single = { labels: Int32Array.of(0, 1, 2, 3), classNames: ['a', 'b', 'c', 'd'] };
    expect(() => foldsOf(single, 'picture', 1)).toThrow('too little to train');
  });
});
