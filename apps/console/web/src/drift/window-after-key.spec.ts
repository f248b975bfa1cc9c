import { windowAfterKey } from './window-after-key';

describe('windowAfterKey', () => {
  it('moves by one or to an end, and stays inside', () => {
    expect(windowAfterKey('ArrowLeft', 3, 5)).toBe(2);
    expect(windowAfterKey('ArrowRight', 3, 5)).toBe(4);
    expect(windowAfterKey('Home', 3, 5)).toBe(0);
    expect(windowAfterKey('End', 3, 5)).toBe(4);
    expect(windowAfterKey('ArrowLeft', 0, 5)).toBeNull();
    expect(windowAfterKey('ArrowRight', 4, 5)).toBeNull();
    expect(windowAfterKey('a', 3, 5)).toBeNull();
  });
});
