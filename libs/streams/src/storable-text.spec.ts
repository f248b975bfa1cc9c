import { excerpt, indexableText, isStorableText, storableText } from './storable-text';

describe('text that is kept', () => {
  it.each(['', 'ü😀', '\u001f', 'a\nb'])('is as it was where it can be stored: %j', (text) => {
    expect(isStorableText(text)).toBe(true);
    expect(storableText(text)).toBe(text);
    expect(indexableText(text)).toBe(text);
  });

  it.each([
    ['a\0b', 'a␀b'],
    ['half \ud800', 'half \ufffd'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
    ['😀\ud83d', '😀\ufffd'],
  ])('shows what cannot be stored by a sign: %j', (text, expected) => {
    expect(isStorableText(text)).toBe(false);
    expect(storableText(text)).toBe(expected);
    expect(Buffer.from(storableText(text)).toString()).toBe(expected);
  });

  it('fits into an index of PostgreSQL, and different texts stay different', () => {
    const long = ['x', 'y'].map((end) => `${'é'.repeat(9_000)}${end}`);
    const odd = ['a\0', 'b\0'];
    const indexed = [...long, ...odd].map(indexableText);
    expect(new Set(indexed).size).toBe(4);
    for (const text of indexed) expect(text).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('is cut for a message', () => {
    expect(excerpt('short')).toBe('short');
    expect(excerpt('x'.repeat(1_000), 3)).toBe('xxx… (1000 characters)');
  });
});
