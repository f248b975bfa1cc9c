import { dictionaryFaults, type Dictionary } from '@lintel/ui';
import { chinese } from './chinese';
import { english } from './english';

/** Calls every text that carries values, so that a forgotten one shows as "undefined". */
function written(dictionary: Dictionary): string[] {
  return Object.values(dictionary).flatMap((text) => {
    if (typeof text === 'string') return [text];
    if (typeof text === 'object') return written(text);
    // A text may take one object with several values; it answers for any name asked of it.
    const named = new Proxy(
      {},
      { get: (_, name) => (name === Symbol.toPrimitive ? () => '<value>' : `<${String(name)}>`) },
    );
    const values = Array.from({ length: text.length }, (_, index) =>
      index === 0 && text.length === 1 ? named : `<${index}>`,
    ) as never[];
    return [text(...values)];
  });
}

describe('the dictionaries', () => {
  it('have the same keys and no empty text', () => {
    expect(dictionaryFaults(english, chinese)).toEqual([]);
  });

  it('fill in every value that a text carries', () => {
    for (const text of [...written(english), ...written(chinese)]) expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('hold no English sentence in the Chinese one', () => {
    const untranslated = written(chinese).filter((text) => !/\p{Script=Han}/u.test(text));
    expect(untranslated.filter((text) => /[a-z]{3,}.* [a-z]{3,}/.test(text))).toEqual([]);
  });
});
