import { type TextTokens } from '@lintel/contracts';
import { normaliseText } from './normalise-text';
import { eachTerm } from './terms';

const tokens: TextTokens = {
  unicode: 'NFKC',
  lowerCase: true,
  words: { longest: 2 },
  characters: null,
  unspaced: { shortest: 1, longest: 2 },
};

function termsOf(text: string, changes: Partial<TextTokens> = {}): string[] {
  const own = { ...tokens, ...changes };
  const terms: string[] = [];
  eachTerm(normaliseText(text, { mostCharacters: 1_000, tokens: own }).text, own, (term) => terms.push(term));
  return terms;
}

describe('the terms of a text', () => {
  it('are words and pairs of neighbouring words, in lower case', () => {
    expect(termsOf('No pleural EFFUSION.')).toEqual(['no', 'pleural', 'no pleural', 'effusion', 'pleural effusion']);
    expect(termsOf("It doesn’t; it doesn't", { words: { longest: 1 } })).toEqual(['it', "doesn't", 'it', "doesn't"]);
  });

  it('are the same for characters that look alike', () => {
    expect(termsOf('ＡＢＣ①ﬁt')).toEqual(termsOf('abc1fit'));
    expect(termsOf('e\u0301tude')).toEqual(termsOf('\u00e9tude'));
  });

  it('are n-grams of characters in scripts without spaces, and words of other scripts beside them', () => {
    expect(termsOf('质量好 iPhone屏幕')).toEqual(['质', '量', '好', '质量', '量好', 'iphone', '屏', '幕', '屏幕']);
    expect(termsOf('コーヒー')).toEqual(['コ', 'ー', 'ヒ', 'ー', 'コー', 'ーヒ', 'ヒー']);
    expect(termsOf('ดี มาก')).toContain('มา');
    expect(termsOf('좋은 제품')).toEqual(['좋은', '제품', '좋은 제품']);
  });

  it('are parts of words with their borders, seen in their word', () => {
    const seen: [string, string][] = [];
    const own: TextTokens = { ...tokens, words: { longest: 1 }, characters: { shortest: 3, longest: 3 } };
    eachTerm('fine a', own, (term, words) => seen.push([term, words]));
    expect(seen).toEqual([
      ['fine', 'fine'],
      ['# fi', 'fine'],
      ['#fin', 'fine'],
      ['#ine', 'fine'],
      ['#ne ', 'fine'],
      ['a', 'a'],
      ['# a ', 'a'],
    ]);
  });

  it('stop where the text is cut', () => {
    expect(normaliseText('abc def', { mostCharacters: 3, tokens })).toEqual({ text: 'abc', isCut: true });
    expect(normaliseText('ﷺ', { mostCharacters: 5, tokens }).text).toHaveLength(5);
  });
});
