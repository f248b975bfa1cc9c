import { CHECK_KEYS, classKeys } from './class-keys';

describe('the keys of the classes', () => {
  it('are digits first, then letters', () => {
    const names = Array.from({ length: 12 }, (_, index) => `class ${index}`);
    expect([...classKeys(names).values()].join('')).toBe('1234567890QW');
  });

  it('never use a key of the check itself, of undo or of help', () => {
    const keys = [...classKeys(Array.from({ length: 50 }, (_, index) => String(index))).values()];
    expect(new Set(keys).size).toBe(keys.length);
    for (const taken of [...Object.values(CHECK_KEYS), 'U', '?']) expect(keys).not.toContain(taken);
  });
});
