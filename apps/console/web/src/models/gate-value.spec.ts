import { readGateValue } from './gate-value';

describe('readGateValue', () => {
  it('reads percent where the figure is a share, and the number itself where it is not', () => {
    expect(readGateValue({ path: 'a', kind: 'share' }, 'target', 70)).toBe(0.7);
    expect(readGateValue({ path: 'a', kind: 'figure' }, 'share', '70')).toBe(0.7);
    expect(readGateValue({ path: 'a', kind: 'figure' }, 'target', '70')).toBe(70);
  });

  it('allows a loss, and an empty field only where the check is optional', () => {
    expect(readGateValue({ path: 'a', kind: 'gain' }, 'share', -1)).toBe(-0.01);
    expect(readGateValue({ path: 'a', kind: 'share' }, 'share', -1)).toBe('wrong');
    expect(readGateValue({ path: 'a', kind: 'figure', optional: true }, 'target', '')).toBeNull();
    expect(readGateValue({ path: 'a', kind: 'gain' }, 'target', '')).toBe('wrong');
    expect(readGateValue({ path: 'a', kind: 'gain' }, 'target', '-')).toBe('wrong');
  });
});
