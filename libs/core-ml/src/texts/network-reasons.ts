import {
  gateInputs,
  lastState,
  networkFeatures,
  scoresOfFeatures,
  windowSums,
  wordsBefore,
  wordShares,
} from './network-scores';
import { type TextConvolution, type TextNetwork, type TextRecurrence } from './text-network';

export interface NetworkReasons {
  /** float64 [scores], of a text without words. */
  readonly base: Float64Array;
  /** float64 [scores], of the text. */
  readonly scores: Float64Array;
  /** float64 [scores] for each word: how much lower the score is without it. */
  readonly contributions: readonly Float64Array[];
}

/**
 * What the words of a text add to its scores: each is left out once, and nothing else changes (occlusion, Zeiler and
 * Fergus 2014). The contributions need not add up to the score, because words also act together.
 */
export function networkReasons(network: TextNetwork, ids: Int32Array): NetworkReasons {
  const { encoder } = network;
  const scores = scoresOfFeatures(network, networkFeatures(network, ids));
  const without =
    encoder.kind === 'gru'
      ? statesWithout(network, encoder.recurrence, ids)
      : maximaWithout(network, encoder.convolutions, ids);
  return {
    base: scoresOfFeatures(network, networkFeatures(network, new Int32Array(0))),
    scores,
    contributions: without.map((features) => {
      const own = scoresOfFeatures(network, features);
      return scores.map((score, at) => score - own[at]!);
    }),
  };
}

/** The features of the text with each of its words emptied: only the windows that see it change. */
function maximaWithout(
  network: TextNetwork,
  convolutions: readonly TextConvolution[],
  ids: Int32Array,
): Float64Array[] {
  const words = ids.length;
  const parts = convolutions.map((convolution) => {
    const { width, bias } = convolution;
    const filters = bias.length;
    const shares = wordShares(network, convolution, ids);
    const sums = windowSums(convolution, shares, words);
    const ranks = strongestWindows(sums, words, filters, width + 1);
    return Array.from({ length: words }, (_, word) =>
      Float64Array.from(bias, (_bias, filter) => {
        // Windows from `first` to `last` see the word.
        const first = word - (width - 1 - wordsBefore(width));
        const last = word + wordsBefore(width);
        let most = 0;
        for (let at = Math.max(0, first); at <= Math.min(words - 1, last); at++) {
          // The window of the word itself is emptied with it: what stands there is padding.
          if (at === word) continue;
          const share = shares[(word * width + (word - at + wordsBefore(width))) * filters + filter]!;
          most = Math.max(most, sums[at * filters + filter]! - share);
        }
        const other = ranks[filter]!.find((at) => at < first || at > last);
        return other === undefined ? most : Math.max(most, sums[other * filters + filter]!);
      }),
    );
  });
  return Array.from({ length: words }, (_, word) => Float64Array.from(parts.flatMap((part) => [...part[word]!])));
}

/** For each filter the windows with the largest sums, the largest first: enough that one of them does not see a word. */
function strongestWindows(sums: Float64Array, words: number, filters: number, most: number): number[][] {
  return Array.from({ length: filters }, (_, filter) =>
    Array.from({ length: words }, (_, at) => at)
      .sort((one, other) => sums[other * filters + filter]! - sums[one * filters + filter]!)
      .slice(0, most),
  );
}

/** The last state of the text without each of its words. */
function statesWithout(network: TextNetwork, recurrence: TextRecurrence, ids: Int32Array): Float64Array[] {
  const inputs = gateInputs(network, recurrence, ids);
  const words = Int32Array.from(ids.keys());
  let before: Float64Array | undefined;
  return Array.from(words, (word) => {
    const without = lastState(recurrence, inputs, words.subarray(word + 1), before);
    before = lastState(recurrence, inputs, words.subarray(word, word + 1), before);
    return without;
  });
}
