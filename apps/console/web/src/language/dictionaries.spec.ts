import { ERROR_CODES, MESSAGES, slotsOf, writeFigure } from '@lintel/contracts';
import { createFormats, dictionaryFaults, figureWriter, type Dictionary } from '@lintel/ui';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chinese } from './chinese/chinese';
import { english } from './english/english';
import { messageFormats, messageWriter } from './message-writer';

/** Calls every text that carries values, so that a forgotten one shows as "undefined". */
function written(dictionary: Dictionary): string[] {
  return Object.values(dictionary).flatMap((text) => {
    if (typeof text === 'string') return [text];
    if (typeof text === 'object') return written(text);
    const values = Array.from({ length: text.length }, (_, index) => `<${index}>`) as never[];
    return [text(...values)];
  });
}

const sorted = (template: string): string[] =>
  slotsOf(template)
    .map(({ name, format }) => `${name}:${format}`)
    .sort();

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

  it.each([
    ['English', english],
    ['Chinese', chinese],
  ])('translate every code that the server sends into %s, with the values that it carries', (_, dictionary) => {
    const messages: Readonly<Record<string, string>> = dictionary.messages;
    expect(Object.keys(messages).sort()).toEqual(Object.keys(MESSAGES).sort());
    // The cause of a failed job is in the server's words; other languages name its code instead.
    const free = ['alert.job-failed.cause'];
    for (const [code, template] of Object.entries(MESSAGES)) {
      if (!free.includes(code)) expect([code, sorted(messages[code]!)]).toEqual([code, sorted(template)]);
    }
    expect(Object.keys(dictionary.errors).sort()).toEqual([...ERROR_CODES].sort());
  });

  it('write a message of the server in either language, and its English text where the code is not known', () => {
    const share = (value: number): string => writeFigure({ key: 'accuracy', unit: 'share' }, value);
    const values = { challenger: share(0.81), champion: share(0.831), loss: share(0.021) };
    const below = { code: 'gate.gain.below', values };
    const [en, zh] = [createFormats('en'), createFormats('zh-CN')];
    const inEnglish = messageWriter(english, messageFormats(english, en, figureWriter('en', en, String), String), ' ');
    const zhFigures = figureWriter('zh-CN', zh, String);
    const inChinese = messageWriter(chinese, messageFormats(chinese, zh, zhFigures, String), '');
    expect(inEnglish.write(below)).toBe("Accuracy 81.0% is 2.1 points worse than the champion's 83.1%.");
    expect(inChinese.write(below)).toBe('准确率 81.0%，比在用版本的 83.1% 差 2.1 个百分点。');
    expect(inChinese.writeAll([below, { code: 'gate.tomorrow', values: {} }], 'As the server says it.')).toBe(
      'As the server says it.',
    );
  });

  it('name only commands that exist', () => {
    const file = join(__dirname, '../../../../../package.json');
    const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: Record<string, string> };
    const commands = [...written(english), ...written(chinese)].flatMap((text) =>
      [...text.matchAll(/npm (?:run )?([a-z:-]+)/g)].map(([, name]) => name!),
    );
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((name) => scripts[name] === undefined)).toEqual([]);
    // The command line of Lintel is named on no screen: who reads one may not have it.
    expect([...written(english), ...written(chinese)].filter((text) => /\blintel [a-z]+ /.test(text))).toEqual([]);
  });
});
