import { type TextTokens } from '@lintel/contracts';

const UNSPACED =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]';
const LETTER = '[\\p{L}\\p{M}\\p{N}]';
const SPACED_LETTER = `(?:(?!${UNSPACED})${LETTER})`;
/** First group: a run of a script without spaces between words. Second: a word of another script, as in `don't`. */
const RUNS = new RegExp(`((?:(?=${LETTER})${UNSPACED})+)|(${SPACED_LETTER}+(?:['’]${SPACED_LETTER}+)*)`, 'gu');

/** Begins terms that are parts of words, which no word does. */
const PART = '#';
/** Stands for the border of a word in its parts. */
const BORDER = ' ';

/**
 * Calls `visit` for every term of a text, in their order in the text.
 * @param text normalised
 * @param visit `words` are what the term is seen in: the word of a part of a word, else the term itself
 */
export function eachTerm(text: string, tokens: TextTokens, visit: (term: string, words: string) => void): void {
  /** The latest words that stand side by side. */
  let latest: string[] = [];
  for (const [, unspaced, word] of text.matchAll(RUNS)) {
    if (unspaced !== undefined) {
      latest = [];
      const { shortest, longest } = tokens.unspaced;
      eachPart(unspaced, shortest, longest, (part) => visit(part, part));
      continue;
    }
    latest = [...latest, word!.replaceAll('’', "'")].slice(-tokens.words.longest);
    for (let from = latest.length - 1; from >= 0; from--) {
      const term = latest.slice(from).join(' ');
      visit(term, term);
    }
    if (tokens.characters === null) continue;
    const { shortest, longest } = tokens.characters;
    const own = latest.at(-1)!;
    eachPart(BORDER + own + BORDER, shortest, longest, (part) => visit(PART + part, own));
  }
}

/** All n-grams of the lengths; of fewer characters than the shortest, all of them as one. */
function eachPart(text: string, shortest: number, longest: number, visit: (part: string) => void): void {
  const starts = characterStarts(text);
  const characters = starts.length - 1;
  const least = Math.min(shortest, characters);
  for (let length = least; length <= Math.min(longest, characters); length++) {
    for (let from = 0; from + length <= characters; from++) visit(text.slice(starts[from], starts[from + length]));
  }
}

/** Where each character begins, and where the last one ends: a character may take two code units. */
function characterStarts(text: string): number[] {
  const starts = [0];
  for (const character of text) starts.push(starts.at(-1)! + character.length);
  return starts;
}

/** Whether a normalised text has any letter or digit. */
export const hasTerms = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
