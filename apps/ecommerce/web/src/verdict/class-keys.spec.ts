import { CHECK_KEYS, classKeys } from './class-keys';

describe('the keys of the classes', () => {
  it('are the digits first, then letters', () => {
    const names = Array.from({ length: 12 }, (_, index) => `class ${index}`);
    expect([...classKeys(names).values()].join('')).toBe('1234567890QW');
  });

  it('never take a key that the check itself needs, nor that of undo or help', () => {
    const keys = [...classKeys(Array.from({ length: 50 }, (_, index) => String(index))).values()];
    expect(new Set(keys).size).toBe(keys.length);
    for (const taken of [...Object.values(CHECK_KEYS), 'U', '?']) expect(keys).not.toContain(taken);
  });
});
