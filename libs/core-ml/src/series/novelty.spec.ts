import { createRandom } from '@lintel/contracts';
import { noveltyOf, noveltySteps } from './novelty';

const LENGTH = 50;
const noise = (seed: number, rows: number): Float64Array => {
  const random = createRandom(seed, 'noise');
  return Float64Array.from({ length: rows }, () => random.normal());
};

it('a value far from all before it stands out, and the second one like it does not', () => {
  const values = noise(1, 300);
  values[200] = 30;
  values[210] = 30;
  const novelty = noveltyOf(values, LENGTH);
  expect(novelty[200]).toBeGreaterThan(20);
  expect(novelty[210]).toBe(0);
  const others = [...novelty].filter((value, at) => at !== 200 && !Number.isNaN(value));
  expect(Math.max(...others)).toBeLessThan(novelty[200]! / 2);
});

it('follows a level that moves slowly, and finds a jump in it', () => {
  const values = noise(2, 400).map((value, at) => value + at / 2);
  expect(Math.max(...noveltyOf(values, LENGTH).slice(150))).toBeLessThan(10);
  values[300]! += 60;
  expect(noveltyOf(values, LENGTH)[300]).toBeGreaterThan(20);
});

it('is the same for the window that it looks back on alone as for the whole series', () => {
  const values = noise(3, 400).map((value, at) => (at % 7 === 0 ? NaN : value));
  const whole = noveltyOf(values, LENGTH);
  for (const end of [150, 202, 399]) {
    expect(noveltyOf(values.slice(end + 1 - noveltySteps(LENGTH), end + 1), LENGTH).at(-1)).toBe(whole[end]);
  }
});

it('is missing where the value is, and before enough is known', () => {
  const values = noise(4, 100);
  values[90] = NaN;
  const novelty = noveltyOf(values, LENGTH);
  expect(novelty[90]).toBeNaN();
  expect([...novelty.slice(0, 20)].every((value) => Number.isNaN(value))).toBe(true);
  expect(novelty[91]).not.toBeNaN();
});

it('a value that never moved has no novelty until it moves, which is bounded', () => {
  const values = new Float64Array(100).fill(5);
  values[80] = 5.001;
  const novelty = noveltyOf(values, LENGTH);
  expect([novelty[79], novelty[80]]).toEqual([0, 10_000]);
});
