import { thinned } from './thinned';

describe('thinned', () => {
  it('keeps short lists as they are', () => {
    expect(thinned([1, 2, 3], 3)).toEqual([1, 2, 3]);
    expect(thinned([], 5)).toEqual([]);
  });

  it('keeps the ends and the order of long ones', () => {
    const few = thinned([...Array(1001).keys()], 5);
    expect(few).toEqual([0, 250, 500, 750, 1000]);
  });
});
