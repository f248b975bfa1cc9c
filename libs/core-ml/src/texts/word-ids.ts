import { type TextPreprocessing } from '@lintel/contracts';
import { normaliseText } from './normalise-text';
import { eachTerm } from './terms';
import { FIRST_WORD, UNKNOWN_WORD } from './text-network';

/** A text as the ids of its words in their order. */
export interface WordSequence {
  /** int32, at most as many as the network reads; no padding. */
  readonly ids: Int32Array;
  /** The word of each id, as the text has it after the normalisation. */
  readonly words: readonly string[];
  /** Whether the end was left out. */
  readonly isCut: boolean;
  /** Different words that were read, and those among them that the network knows. */
  readonly terms: number;
  readonly known: number;
  /** UTF-16 code units that were read. */
  readonly characters: number;
}

/** Positions of words in a vocabulary. */
export const placesOf = (terms: readonly string[]): ReadonlyMap<string, number> =>
  new Map(terms.map((term, place) => [term, place]));

/** Reads the first `mostTerms` words of a text. */
export function wordSequence(
  given: string,
  places: ReadonlyMap<string, number>,
  preprocessing: Pick<TextPreprocessing, 'mostCharacters' | 'mostTerms' | 'tokens'>,
): WordSequence {
  const { text, isCut } = normaliseText(given, preprocessing);
  const words: string[] = [];
  let all = 0;
  eachTerm(text, preprocessing.tokens, (term) => {
    if (all++ < preprocessing.mostTerms) words.push(term);
  });
  const ids = Int32Array.from(words, (word) => {
    const place = places.get(word);
    return place === undefined ? UNKNOWN_WORD : FIRST_WORD + place;
  });
  const distinct = new Set(words);
  let known = 0;
  for (const word of distinct) known += Number(places.has(word));
  return { ids, words, isCut: isCut || all > words.length, terms: distinct.size, known, characters: text.length };
}
