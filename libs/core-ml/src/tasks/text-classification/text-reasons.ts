import { type TextAnswer, type TextReason } from '@lintel/contracts';
import { type TextModel } from '../../texts/text-model';
import { type TextInput } from './text-input';

const MOST_WORDS = 30;

/**
 * What the words of a text add to a score. What a part of a word adds is divided among the words in which it is seen, so
 * `base`, all contributions and `others` add up to the score.
 * @param classAt position of the class
 * @returns the largest contribution first
 */
export function reasonsOf(
  input: TextInput,
  { link, coefficients, intercepts }: TextModel,
  classAt: number,
): Pick<TextAnswer['reasons'][number], 'base' | 'words' | 'others'> {
  // Two classes share one score: that of the second.
  const score = link === 'logistic' ? 0 : classAt;
  const sign = link === 'logistic' && classAt === 0 ? -1 : 1;
  const byWords = new Map<string, number>();
  input.words().forEach((words, at) => {
    const contribution = sign * input.weights[at]! * coefficients[score]![input.ids[at]!]!;
    const times = [...words.values()].reduce((sum, count) => sum + count, 0);
    for (const [text, count] of words) byWords.set(text, (byWords.get(text) ?? 0) + (contribution * count) / times);
  });
  const words = largestWords(byWords);
  const shown = new Set(words.map(({ text }) => text));
  return {
    base: sign * intercepts[score]!,
    words,
    others: [...byWords].reduce((sum, [text, contribution]) => (shown.has(text) ? sum : sum + contribution), 0),
  };
}

/** The words that matter most, the largest contribution first. */
export const largestWords = (byWords: ReadonlyMap<string, number>): TextReason[] =>
  [...byWords]
    .map(([text, contribution]): TextReason => ({ text, contribution }))
    .filter(({ contribution }) => contribution !== 0)
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
    .slice(0, MOST_WORDS);
