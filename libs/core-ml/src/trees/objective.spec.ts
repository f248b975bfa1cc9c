import { createObjective, weightedQuantile } from './objective';
import { type TreeObjective } from './tree-options';

const values = Float64Array.of(0, 1, 2, 1);
const weights = Float64Array.of(1, 2, 0.5, 1);
const SOFT: TreeObjective[] = [
  { kind: 'binary' },
  { kind: 'multiclass', classes: 3 },
  { kind: 'squared-error' },
  { kind: 'absolute-error' },
  { kind: 'quantile', level: 0.8 },
  { kind: 'huber', delta: 0.4 },
];

describe('objectives', () => {
  it.each(SOFT)('have the derivative of their loss: $kind', (spec) => {
    const objective = createObjective(spec);
    const targets = { values: spec.kind === 'binary' ? Float64Array.of(0, 1, 0, 1) : values, weights };
    const rows = values.length;
    const margins = Float64Array.from({ length: rows * objective.outputs }, (_, at) => Math.cos(at * 1.7));
    const gradients = new Float32Array(margins.length * 2);
    objective.writeGradients(targets, margins, 0, rows, gradients);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // Squared error is written without its factor of 2, as everywhere.
    const scale = spec.kind === 'squared-error' ? total / 2 : total;
    margins.forEach((margin, at) => {
      const lossAt = (moved: number): number => objective.loss(targets, margins.with(at, moved));
      const slope = ((lossAt(margin + 1e-6) - lossAt(margin - 1e-6)) / 2e-6) * scale;
      expect(gradients[2 * at]).toBeCloseTo(slope, 4);
      expect(gradients[2 * at + 1]).toBeGreaterThan(0);
    });
  });

  it.each(SOFT)('start at the best constant: $kind', (spec) => {
    const objective = createObjective(spec);
    const targets = { values: spec.kind === 'binary' ? Float64Array.of(0, 1, 0, 1) : values, weights };
    const start = objective.startingMargins(targets);
    const constant = (moved: number): Float64Array =>
      Float64Array.from({ length: values.length * start.length }, (_, at) => {
        const output = Math.floor(at / values.length);
        return start[output]! + (output === 0 ? moved : 0);
      });
    const best = objective.loss(targets, constant(0));
    if (spec.kind === 'huber') return expect(best).toBeLessThan(objective.loss(targets, constant(1)));
    for (const moved of [0.05, -0.05]) expect(objective.loss(targets, constant(moved))).toBeGreaterThanOrEqual(best);
  });
});

describe('a quantile', () => {
  it('interpolates as numpy does', () => {
    const numbers = Float64Array.of(5, 1, 4, 2);
    expect(weightedQuantile(numbers, undefined, 0.5)).toBe(3);
    expect(weightedQuantile(numbers, undefined, 0.9)).toBeCloseTo(4.7, 12);
  });

  it('takes weights into account', () => {
    const numbers = Float64Array.of(5, 1, 4);
    expect(weightedQuantile(numbers, Float64Array.of(1, 1, 8), 0.5)).toBe(4);
    expect(weightedQuantile(numbers, Float64Array.of(8, 1, 1), 0.5)).toBe(5);
  });
});
