import { type LabelMetric } from '@lintel/contracts';

/** Answers to examples that may have any number of labels. */
export interface LabelAnswers {
  /** float32 [examples, labels], each in [0, 1]. */
  readonly probabilities: Float32Array;
  /** uint8 [examples, labels], 1 for each label that the example has. */
  readonly labelSets: Uint8Array;
  readonly labels: number;
  /** A label is given to an example if its probability is at least this. */
  readonly thresholds: readonly number[];
}

/** The figure of some examples, which may occur several times; NaN if it has no meaning for them. */
export type LabelMeasure = (rows: ArrayLike<number>) => number;

/**
 * The measures of several labels, as functions of the examples: they are sorted once, so that thousands of bootstrap
 * draws take linear time each. F1 is that of van Rijsbergen (1979); the means over labels weight all alike, and
 * `averagePrecision` and `auc` (as scikit-learn computes both, the mean over the labels with examples on both sides)
 * do not depend on the thresholds.
 */
export function labelMeasures(answers: LabelAnswers): Record<LabelMetric, LabelMeasure> {
  const { labels, labelSets } = answers;
  const examples = labelSets.length / labels;
  const given = givenLabels(answers);
  const orders = Array.from({ length: labels }, (_, label) => orderOf(answers, label, examples));
  const columns = Array.from({ length: labels }, (_, label) => label);
  const f1Of = (rows: ArrayLike<number>, chosen: readonly number[]): number => {
    let [hits, counted] = [0, 0];
    for (let at = 0; at < rows.length; at++) {
      for (const label of chosen) {
        const [truth, answer] = [labelSets[rows[at]! * labels + label]!, given[rows[at]! * labels + label]!];
        hits += truth & answer;
        counted += truth + answer;
      }
    }
    return counted === 0 ? 0 : (2 * hits) / counted;
  };
  const ranked = (rows: ArrayLike<number>, score: (label: number, counts: Uint32Array) => number): number => {
    const counts = new Uint32Array(examples);
    for (let at = 0; at < rows.length; at++) counts[rows[at]!]!++;
    return mean(columns.map((label) => score(label, counts)).filter((value) => !Number.isNaN(value)));
  };
  return {
    microF1: (rows) => f1Of(rows, columns),
    macroF1: (rows) => mean(columns.map((label) => f1Of(rows, [label]))),
    averagePrecision: (rows) =>
      ranked(rows, (label, counts) => areas(answers, label, orders[label]!, counts).averagePrecision),
    auc: (rows) => ranked(rows, (label, counts) => areas(answers, label, orders[label]!, counts).auc),
  };
}

/** uint8 [examples, labels]: 1 for each label that is given to the example. */
export function givenLabels({ probabilities, labels, thresholds }: Omit<LabelAnswers, 'labelSets'>): Uint8Array {
  return Uint8Array.from(probabilities, (probability, at) => (probability >= thresholds[at % labels]! ? 1 : 0));
}

/** The examples from the most to the least probable. */
function orderOf({ probabilities, labels }: LabelAnswers, label: number, examples: number): Uint32Array {
  return Uint32Array.from({ length: examples }, (_, row) => row).sort(
    (one, other) => probabilities[other * labels + label]! - probabilities[one * labels + label]!,
  );
}

/** Both NaN if all examples or none have the label. */
function areas(
  { probabilities, labelSets, labels }: LabelAnswers,
  label: number,
  order: Uint32Array,
  counts: Uint32Array,
): { readonly averagePrecision: number; readonly auc: number } {
  let [hits, seen, precision, pairs] = [0, 0, 0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    let [own, others] = [0, 0];
    const score = probabilities[order[from]! * labels + label];
    for (; to < order.length && probabilities[order[to]! * labels + label] === score; to++) {
      const count = counts[order[to]!]!;
      if (labelSets[order[to]! * labels + label] === 1) own += count;
      else others += count;
    }
    pairs += others * (hits + own / 2);
    hits += own;
    seen += own + others;
    if (own > 0) precision += own * (hits / seen);
  }
  const misses = seen - hits;
  if (hits === 0 || misses === 0) return { averagePrecision: NaN, auc: NaN };
  return { averagePrecision: precision / hits, auc: pairs / hits / misses };
}

/** NaN of nothing. */
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
