import { firstAtLeast } from './first-at-least';

it('is the first of equal numbers, and the end if all are smaller', () => {
  const sorted = [1, 2, 2, 2, 5];
  expect([0, 1, 2, 3, 5, 6].map((value) => firstAtLeast(sorted, value))).toEqual([0, 0, 1, 4, 4, 5]);
  expect(firstAtLeast([], 1)).toBe(0);
});

it('looks at the part that counts only', () => {
  expect(firstAtLeast([1, 4, 0, 0], 3, 2)).toBe(1);
  expect(firstAtLeast([1, 4, 0, 0], 9, 2)).toBe(2);
});
