import { type TextPreprocessing } from '@lintel/contracts';
import { networkReasons, type NetworkReasons } from '../../texts/network-reasons';
import { normaliseText } from '../../texts/normalise-text';
import { hasTerms } from '../../texts/terms';
import { TEXT_TENSORS } from '../../texts/text-graph';
import { type TextNetwork } from '../../texts/text-network';
import { placesOf, wordSequence } from '../../texts/word-ids';
import { type TextSide } from './read-text';
import { checkedText, withoutWords } from './text-input';
import { largestWords } from './text-reasons';

/** A network over the words of a text, as it serves. */
export function networkSide(network: TextNetwork, preprocessing: TextPreprocessing): TextSide {
  const { mostTerms } = preprocessing;
  const places = placesOf(network.terms);
  const isLogistic = network.link === 'logistic';
  return {
    terms: network.terms.length,
    classes: isLogistic ? 2 : network.coefficients.length,
    inputs: [{ name: TEXT_TENSORS.terms, dtype: 'int64', shape: [mostTerms] }],
    read(given) {
      if (!hasTerms(normaliseText(checkedText(given), preprocessing).text)) throw withoutWords(given);
      const { ids, words, ...facts } = wordSequence(given, places, preprocessing);
      let known: NetworkReasons | undefined;
      return {
        ...facts,
        write(batch, row) {
          const tensor = batch[TEXT_TENSORS.terms] as BigInt64Array;
          ids.forEach((id, at) => (tensor[row * mostTerms + at] = BigInt(id)));
        },
        reasons(classAt) {
          known ??= networkReasons(network, ids);
          // Two classes share one score: that of the second.
          const score = isLogistic ? 0 : classAt;
          const sign = isLogistic && classAt === 0 ? -1 : 1;
          const byWords = new Map<string, number>();
          known.contributions.forEach((own, at) => {
            const word = words[at]!;
            byWords.set(word, (byWords.get(word) ?? 0) + sign * own[score]!);
          });
          const base = sign * known.base[score]!;
          const shown = largestWords(byWords);
          const sum = shown.reduce((all, { contribution }) => all + contribution, base);
          return { base, words: shown, others: sign * known.scores[score]! - sum };
        },
      };
    },
  };
}
