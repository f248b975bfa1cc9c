import { type TextTokens } from '@lintel/contracts';

/** Words, pairs of neighbouring words, and parts of words of three to five characters. */
export const DEFAULT_TOKENS: TextTokens = {
  unicode: 'NFKC',
  lowerCase: true,
  words: { longest: 2 },
  characters: { shortest: 3, longest: 5 },
  unspaced: { shortest: 1, longest: 3 },
};
/** A hundred pages; a longer text says little more about its class. */
export const MOST_CHARACTERS = 200_000;
