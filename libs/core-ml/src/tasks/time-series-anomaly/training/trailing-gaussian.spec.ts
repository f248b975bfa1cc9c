import { createRandom } from '@lintel/contracts';
import { trailingGaussian } from './trailing-gaussian';

it('is the distance from the mean of the steps before, in their standard deviations', () => {
  // Of 1, 2, 4: mean 7 / 3, deviation sqrt(7 / 3).
  const values = Float64Array.of(1, 2, 4, 10);
  const [at] = trailingGaussian([values], [3]);
  expect(at).toBeCloseTo((10 - 7 / 3) / Math.sqrt(7 / 3), 9);
});

it('forgets what is older than 6,400 steps, leaves missing values out, and takes the largest of several signals', () => {
  const random = createRandom(1, 'gauss');
  const one = Float64Array.from({ length: 7_000 }, (_, at) => (at < 500 ? 1e3 : 0) + random.normal());
  one[6_950] = NaN;
  const other = Float64Array.from({ length: 7_000 }, () => random.normal());
  const before = [...one.slice(6_999 - 6_400, 6_999)].filter((value) => !Number.isNaN(value));
  const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
  const variance = before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (before.length - 1);
  const [alone] = trailingGaussian([one], [6_999]);
  expect(alone).toBeCloseTo(Math.abs(one[6_999]! - mean) / Math.sqrt(variance), 6);
  const [both] = trailingGaussian([one, other], [6_999]);
  expect(both).toBe(Math.max(alone!, trailingGaussian([other], [6_999])[0]!));
});

it('says nothing of a signal that never moved, of the first rows and of missing values', () => {
  expect([...trailingGaussian([new Float64Array(5).fill(2)], [0, 1, 4])]).toEqual([0, 0, 0]);
  expect([...trailingGaussian([Float64Array.of(1, 2, 3, NaN)], [3])]).toEqual([0]);
});
