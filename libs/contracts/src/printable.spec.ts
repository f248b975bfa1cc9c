import { LintelError } from './lintel-error';
import { printable, printableLines } from './printable';

describe('text from outside', () => {
  it('is printed without what a terminal would obey', () => {
    expect(printable('a\x1b[2J\x1b]0;title\x07b\r\nc\td\x7f\u009b1m')).toBe(
      'a\\x1b[2J\\x1b]0;title\\x07b\\r\\nc\\td\\x7f\\x9b1m',
    );
    expect(printable('photo\u202Egnp.exe')).toBe('photo\\u202egnp.exe');
  });

  it('is left as it is in every language', () => {
    for (const text of ['Schuhe und Stühle', '商品 图片.jpg', 'كأس', '👟 x – y “z”', 'e\u0301']) {
      expect(printable(text)).toBe(text);
    }
  });

  it('of several lines keeps them', () => {
    expect(printableLines('a\n\tb\r\x1b[0m')).toBe('a\n\tb\\r\\x1b[0m');
  });

  it('does not reach a terminal or a log through the message of an error', () => {
    const name = 'cat\x1b[2K\n  cure:     rm -rf ~.jpg';
    const { message, problem } = new LintelError('NOT_FOUND', {
      problem: `There is nothing at ${name}.`,
      received: 'line 1\nline 2',
      cure: `Look for ${name}.`,
    });
    expect(message.split('\n').map((line) => line.slice(0, 24))).toEqual([
      'There is nothing at cat\\',
      '  received: line 1',
      'line 2',
      '  cure:     Look for cat',
    ]);
    expect(message).not.toContain('\x1b');
    // Programs receive the unescaped name.
    expect(problem).toContain(name);
  });
});
