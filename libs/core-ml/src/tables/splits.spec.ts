import { crossValidation, splitRows } from './splits';

const rows = 300;
const labels = Int32Array.from({ length: rows }, (_, row) => Number(row % 10 === 0));
const groups = Array.from({ length: rows }, (_, row) => `g${row % 23}`);
const times = Float64Array.from({ length: rows }, (_, row) => Math.floor(((row * 7) % rows) / 3));
const all = Array.from({ length: rows }, (_, row) => row);
const sorted = (parts: readonly Int32Array[]): number[] => parts.flatMap((part) => [...part]).sort((a, b) => a - b);

describe('splitRows', () => {
  it('every row is in one part, classes have the same share in each, and the seed repeats it', () => {
    const parts = splitRows({ rows, labels }, [0.7, 0.2, 0.1], 4);
    expect(sorted(parts)).toEqual(all);
    expect(parts.map(({ length }) => length)).toEqual([210, 60, 30]);
    for (const part of parts) {
      const share = part.filter((row) => labels[row] === 1).length / part.length;
      expect(Math.abs(share - 0.1)).toBeLessThan(0.02);
    }
    expect(splitRows({ rows, labels }, [0.7, 0.2, 0.1], 4)).toEqual(parts);
    expect(splitRows({ rows, labels }, [0.7, 0.2, 0.1], 5)).not.toEqual(parts);
  });

  it('keeps groups whole', () => {
    const parts = splitRows({ rows, labels, groups }, [0.8, 0.2], 1);
    const names = parts.map((part) => new Set(Array.from(part, (row) => groups[row])));
    expect([...names[0]!].filter((name) => names[1]!.has(name))).toEqual([]);
    expect(Math.abs(parts[1]!.length / rows - 0.2)).toBeLessThan(0.05);
  });

  it('by time no row of a part is newer than one of the next', () => {
    const parts = splitRows({ rows, times }, [0.6, 0.2, 0.2], 1);
    const ends = parts
      .map((part) => Array.from(part, (row) => times[row]!))
      .map((list) => [Math.min(...list), Math.max(...list)]);
    expect(ends[0]![1]).toBeLessThan(ends[1]![0]!);
    expect(ends[1]![1]).toBeLessThan(ends[2]![0]!);
    expect(sorted(parts)).toEqual(all);
  });

  it('fewer groups or times than parts, or a row without a time, are errors', () => {
    expect(() => splitRows({ rows, groups: all.map(() => 'one') }, [0.5, 0.5], 1)).toThrow(/too few rows/);
    expect(() => splitRows({ rows, times: new Float64Array(rows) }, [0.5, 0.5], 1)).toThrow(/different times/);
    expect(() => splitRows({ rows, times: times.map((_, row) => (row === 5 ? NaN : row)) }, [1, 1], 1)).toThrow(
      /without a time/,
    );
  });
});

describe('crossValidation', () => {
  it('tests each row once, on rows of other groups', () => {
    const folds = crossValidation({ rows, labels, groups }, 5, 2);
    expect(sorted(folds.map(({ test }) => test))).toEqual(all);
    for (const { train, test } of folds) {
      expect(train.length + test.length).toBe(rows);
      const tested = new Set(Array.from(test, (row) => groups[row]));
      expect([...train].some((row) => tested.has(groups[row]))).toBe(false);
    }
  });

  it('by time trains on earlier rows alone', () => {
    for (const { train, test } of crossValidation({ rows, times }, 4, 2)) {
      const newest = Math.max(...Array.from(train, (row) => times[row]!));
      expect(newest).toBeLessThan(Math.min(...Array.from(test, (row) => times[row]!)));
    }
  });
});
