import { describeVector } from './describe-vector';

it('a vector is described by its Euclidean length and the spread of its values', () => {
  expect(describeVector([3, -4, 0, 0])).toEqual({ norm: 5, smallest: -4, largest: 3, mean: -0.25 });
});
