import { goesLeft, predictMargin, predictTrees } from './predict-trees';
import { IS_CATEGORY, MISSING_LEFT, type TreeModel } from './tree-model';

/** x <= 2 (missing left) → -1; otherwise category in {1, 33} (missing right) → 10, else 20. */
const model: TreeModel = {
  columns: [
    { name: 'x', categories: 0 },
    { name: 'c', categories: 40 },
  ],
  objective: { kind: 'binary' },
  baseMargins: Float32Array.of(0.5),
  roots: Int32Array.of(0, 5),
  feature: Int32Array.of(0, -1, 1, -1, -1),
  value: Float32Array.of(2, -1, 0, 10, 20),
  left: Int32Array.of(1, -1, 3, -1, -1),
  right: Int32Array.of(2, -1, 4, -1, -1),
  flags: Uint8Array.of(MISSING_LEFT, 0, IS_CATEGORY, 0, 0),
  cover: Float32Array.of(10, 4, 6, 3, 3),
  gain: Float32Array.of(5, 0, 2, 0, 0),
  setStarts: Int32Array.of(0, 0, 0, 2, 2, 2),
  sets: Uint32Array.of(2, 2),
};
const rows = (...pairs: readonly (readonly [number, number])[]) => ({
  rows: pairs.length,
  columns: model.columns,
  values: Float32Array.from([...pairs.map(([x]) => x), ...pairs.map(([, c]) => c)]),
});

describe('predicting with trees', () => {
  it('follows thresholds, sets and missing values', () => {
    const asked = rows([2, 0], [NaN, 1], [2.0001, 1], [3, 33], [3, 2], [3, NaN], [3, 64], [3, -1]);
    expect([...predictMargin(model, asked)]).toEqual([-0.5, -0.5, 10.5, 10.5, 20.5, 20.5, 20.5, 20.5]);
    expect(predictTrees(model, asked)[0]).toBeCloseTo(1 / (1 + Math.exp(0.5)), 12);
  });

  it('treats a code outside the set like a missing value', () => {
    const missingLeft = { ...model, flags: model.flags.with(2, IS_CATEGORY | MISSING_LEFT) };
    for (const code of [NaN, -1, 64, 1000]) {
      expect(goesLeft(missingLeft, 2, code)).toBe(true);
      expect(goesLeft(model, 2, code)).toBe(false);
    }
  });

  it('refuses other columns than those of the training', () => {
    const other = { rows: 1, columns: [model.columns[0]!], values: Float32Array.of(1) };
    expect(() => predictMargin(model, other)).toThrow(/x, c \(40 categories\)/);
  });
});
