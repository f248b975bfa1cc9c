import { type ShareInterval } from '@lintel/contracts';
import { accuracyInterval } from '../../../../evaluation/accuracy-interval';
import { indexOfLargest } from '../../../../numbers/index-of-largest';

/** How a model answers the validation split. */
export interface ValidationScore {
  readonly accuracy: number;
  readonly accuracyInterval: ShareInterval;
  /** Mean, in nats. */
  readonly logLoss: number;
}

export interface FineTuneComparison {
  readonly kept: 'fine-tuned' | 'frozen';
  readonly examples: number;
  readonly frozen: ValidationScore;
  readonly fineTuned: ValidationScore;
  /** Mean of frozen minus fine-tuned, example by example, and its standard error; nats. */
  readonly logLossGain: { readonly mean: number; readonly standardError: number };
}

/** Keeps one wrong answer with probability 0 from deciding alone. */
const LEAST_PROBABILITY = 1e-4;

/**
 * Decides on the validation split whether the fine-tuned network is kept. It must answer at least as many pictures
 * correctly, and its log loss must be lower by more than one standard error of the paired differences, because the epoch
 * was chosen on the same pictures (the rule of one standard error, Breiman et al. 1984, §3.4.3).
 * @param frozen float32 [examples, classes], probabilities of the layer over the frozen features
 * @param fineTuned float32 [examples, classes]
 */
export function chooseFineTuned(
  frozen: Float32Array,
  fineTuned: Float32Array,
  labels: Int32Array,
  classes: number,
): FineTuneComparison {
  const losses = [frozen, fineTuned].map((probabilities) =>
    Array.from(labels, (label, row) => -Math.log(Math.max(probabilities[row * classes + label]!, LEAST_PROBABILITY))),
  ) as [number[], number[]];
  const examples = labels.length;
  const gains = losses[0].map((loss, row) => loss - losses[1][row]!);
  const mean = meanOf(gains);
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, examples - 1);
  const standardError = Math.sqrt(variance / examples);
  const [first, second] = [frozen, fineTuned].map((probabilities, at) => {
    const correct = countCorrect(probabilities, labels, classes);
    return {
      accuracy: correct / examples,
      accuracyInterval: accuracyInterval(correct, examples),
      logLoss: meanOf(losses[at as 0 | 1]),
    };
  }) as [ValidationScore, ValidationScore];
  const isBetter = second.accuracy >= first.accuracy && mean > standardError;
  return {
    kept: isBetter ? 'fine-tuned' : 'frozen',
    examples,
    frozen: first,
    fineTuned: second,
    logLossGain: { mean, standardError },
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function countCorrect(probabilities: Float32Array, labels: Int32Array, classes: number): number {
  return labels.filter((label, row) => indexOfLargest(probabilities, row * classes, classes) === label).length;
}
