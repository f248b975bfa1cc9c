import { permute } from './permute';

describe('permute', () => {
  it('transposes a matrix', () => {
    expect([...permute(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('is undone by the inverse order', () => {
    const values = Float32Array.from({ length: 2 * 3 * 4 * 5 }, (_, at) => at);
    const there = permute(values, [2, 3, 4, 5], [3, 2, 0, 1]);
    expect([...permute(there, [5, 4, 2, 3], [2, 3, 1, 0])]).toEqual([...values]);
  });
});
