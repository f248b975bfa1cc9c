import { LintelError, type TextPreprocessing } from '@lintel/contracts';
import { normaliseText } from '../../texts/normalise-text';
import { eachTerm, hasTerms } from '../../texts/terms';
import { type TextStatistics } from './text-features';
import { type Vocabulary, weightTerms, type WeightedTerms } from '../../texts/vocabulary';

/** A text as the model takes it. */
export interface TextInput extends WeightedTerms, TextStatistics {
  readonly isCut: boolean;
  /** For each of `ids`: the words in which the term is seen, with the number of times. */
  readonly words: () => readonly ReadonlyMap<string, number>[];
}

/** Reads texts for one model. */
export function textReader(vocabulary: Vocabulary, preprocessing: TextPreprocessing): (text: string) => TextInput {
  const places = new Map(vocabulary.terms.map((term, place) => [term, place]));
  const { tokens, mostTerms } = preprocessing;
  return (given) => {
    const { text, isCut } = normaliseText(checkedText(given), preprocessing);
    if (!hasTerms(text)) throw withoutWords(given);
    const counts = new Map<number, number>();
    const strange = new Set<string>();
    eachTerm(text, tokens, (term) => {
      const place = places.get(term);
      if (place === undefined) strange.add(term);
      else counts.set(place, (counts.get(place) ?? 0) + 1);
    });
    const weighted = weightTerms([...counts], vocabulary, mostTerms);
    return {
      ...weighted,
      ...{ isCut, known: counts.size, terms: counts.size + strange.size, characters: text.length },
      words() {
        const byPlace = new Map(Array.from(weighted.ids, (place) => [place, new Map<string, number>()]));
        eachTerm(text, tokens, (term, words) => {
          const seen = byPlace.get(places.get(term) ?? -1);
          seen?.set(words, (seen.get(words) ?? 0) + 1);
        });
        return [...byPlace.values()];
      },
    };
  };
}

/** @throws LintelError INVALID_ARGUMENT */
export function checkedText(given: unknown): string {
  if (typeof given === 'string') return given;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The input is not a text.',
    expected: 'a string',
    received: given === null ? 'null' : typeof given,
    cure: 'Pass the text as a string.',
  });
}

export const withoutWords = (given: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'The text has no words, so there is nothing to classify.',
    expected: 'at least one letter or digit',
    received: given === '' ? 'an empty text' : `${given.length} characters without one`,
    cure: 'Pass a text with words.',
  });
