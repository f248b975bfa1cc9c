import { evenlySpaced } from './evenly-spaced';

describe('evenlySpaced', () => {
  it('covers the whole range, so that sorted examples keep their shares', () => {
    expect([...evenlySpaced(10, 4)]).toEqual([0, 2, 5, 7]);
  });

  it('is every index if there are not more', () => {
    expect([...evenlySpaced(3, 5)]).toEqual([0, 1, 2]);
    expect(evenlySpaced(0, 5)).toHaveLength(0);
  });
});
