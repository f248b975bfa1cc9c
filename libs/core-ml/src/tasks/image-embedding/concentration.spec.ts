import { concentration, longestComponent } from './concentration';

describe('concentration', () => {
  it('is the absolute value of the longest component, whatever its sign', () => {
    const vector = Float32Array.of(0.6, -0.8);
    expect(longestComponent(vector)).toBe(1);
    expect(concentration(vector)).toBeCloseTo(0.8, 6);
  });

  it('is lowest if all components are equal, and 1 if there is only one', () => {
    expect(concentration(Float32Array.of(0.5, 0.5, 0.5, 0.5))).toBe(0.5);
    expect(concentration(Float32Array.of(0, 1, 0))).toBe(1);
  });
});
