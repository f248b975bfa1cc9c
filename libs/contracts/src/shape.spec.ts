import { sizeOfShape } from './shape';

describe('sizeOfShape', () => {
  it('multiplies the lengths of all axes; a scalar is one number', () => {
    expect(sizeOfShape([28, 28, 3])).toBe(2352);
    expect(sizeOfShape([])).toBe(1);
    expect(sizeOfShape([5, 0])).toBe(0);
  });
});
