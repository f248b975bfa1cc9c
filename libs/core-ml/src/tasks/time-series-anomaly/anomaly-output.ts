import { type AnomalyAnswer, LintelError, type ManifestOf } from '@lintel/contracts';

/** The name of the graph's output, and its meaning: how unusual the row is, then each signal. */
export const UNUSUAL = 'unusual';

/** How unusual a row is, as shares of the limit. */
export interface RowScores {
  readonly score: number;
  /** In the order of the signals. */
  readonly signals: readonly number[];
}

/** The numbers of one row: the row's own, and one of each signal. */
export const outputsOf = ({ signals }: Pick<ManifestOf<'time-series-anomaly'>['preprocessing'], 'signals'>): number =>
  1 + signals.length;

/**
 * The scores in one row of the output.
 * @param outputs [rows, width]
 * @throws LintelError MODEL_INVALID if they are not finite
 */
export function scoresIn(
  outputs: ArrayLike<number>,
  row: number,
  width: number,
  { limit }: Pick<ManifestOf<'time-series-anomaly'>['reading'], 'limit'>,
): RowScores {
  const [score, ...signals] = Array.from({ length: width }, (_, at) => outputs[row * width + at]! / limit);
  if (Number.isFinite(signals.reduce((sum, value) => sum + value, score!))) return { score: score!, signals };
  throw new LintelError('MODEL_INVALID', {
    problem: "The model's score is not finite.",
    expected: 'finite numbers',
    received: [score, ...signals].slice(0, 10).join(', '),
    cure: 'Train the model again; report the recipe if it happens again.',
  });
}

/**
 * How unusual each signal is, the most unusual first.
 * @param newest the value of each signal; NaN is missing
 */
export function reasonsOf(
  signals: readonly string[],
  newest: readonly number[],
  scores: readonly number[],
): AnomalyAnswer['reasons'] {
  const reasons = signals.map((signal, at) => {
    const value = newest[at]!;
    return { signal, value: Number.isNaN(value) ? null : value, score: scores[at]! };
  });
  return reasons.sort((one, other) => other.score - one.score);
}

/** From this score on a row is an anomaly. */
export const isAnomaly = (score: number): boolean => score >= 1;

/** What an answer says, in a word. */
export const OUTCOMES = ['usual', 'anomaly'] as const;
export const outcomeOf = (score: number): (typeof OUTCOMES)[number] => OUTCOMES[Number(isAnomaly(score))]!;
