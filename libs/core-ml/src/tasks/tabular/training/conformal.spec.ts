import { createRandom } from '@lintel/contracts';
import { conformalHalfWidth, conformalWidening, coverageOf } from './conformal';

const random = createRandom(4, 'conformal');
const sample = (rows: number): { predicted: Float64Array; actual: Float64Array } => {
  const predicted = Float64Array.from({ length: rows }, () => random.normal());
  return { predicted, actual: predicted.map((value) => value + random.normal() * (1 + Math.abs(value))) };
};

it('intervals at the level .9 contain about nine of ten new values', () => {
  const held = sample(2000);
  const width = conformalHalfWidth(held.predicted, held.actual, 0.9);
  const fresh = sample(4000);
  const intervals = Array.from(fresh.predicted, (value) => ({ low: value - width, high: value + width }));
  expect(Math.abs(coverageOf(intervals, fresh.actual) - 0.9)).toBeLessThan(0.02);
});

it('quantiles that are too narrow are widened to the level, and too wide ones narrowed', () => {
  const held = sample(2000);
  const fresh = sample(4000);
  for (const half of [0.1, 9]) {
    const around = (list: Float64Array, by: number): Float64Array => list.map((value) => value + by);
    const more = conformalWidening(around(held.predicted, -half), around(held.predicted, half), held.actual, 0.8);
    expect(Math.sign(more)).toBe(half < 1 ? 1 : -1);
    const intervals = Array.from(fresh.predicted, (value) => ({ low: value - half - more, high: value + half + more }));
    expect(Math.abs(coverageOf(intervals, fresh.actual) - 0.8)).toBeLessThan(0.03);
  }
});

it('the half width is the ceil((n + 1) level)-th smallest error, and infinite for too few rows', () => {
  const errors = [4, 1, 3, 2, 5, 9, 8, 7, 6];
  expect(conformalHalfWidth(new Float64Array(9), errors, 0.8)).toBe(8);
  expect(conformalHalfWidth(new Float64Array(9), errors, 0.9)).toBe(9);
  expect(conformalHalfWidth(new Float64Array(9), errors, 0.95)).toBe(Infinity);
});
