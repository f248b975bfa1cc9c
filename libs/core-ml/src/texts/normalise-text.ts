import { type TextPreprocessing } from '@lintel/contracts';

export interface NormalisedText {
  readonly text: string;
  /** Whether the end was left out. */
  readonly isCut: boolean;
}

/** Half of a surrogate pair: no character. */
const HALF_PAIR = /\p{Surrogate}/gu;

/**
 * Brings a text into the form in which its terms are counted. A text of any length takes bounded time: what follows the
 * first `mostCharacters` is not read.
 */
export function normaliseText(
  text: string,
  { mostCharacters, tokens }: Pick<TextPreprocessing, 'mostCharacters' | 'tokens'>,
): NormalisedText {
  const start = text.slice(0, mostCharacters).replace(HALF_PAIR, ' ').normalize(tokens.unicode);
  const normal = tokens.lowerCase ? start.toLowerCase() : start;
  // The normalisation may make a text longer, as it writes ligatures out.
  return {
    text: normal.slice(0, mostCharacters),
    isCut: text.length > mostCharacters || normal.length > mostCharacters,
  };
}
