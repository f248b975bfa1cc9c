import { type MetricEstimate } from '@lintel/contracts';
import { aucWithInterval } from '../../../evaluation/auc-interval';
import { brierScore, kolmogorovSmirnov } from '../../../evaluation/binary-scores';
import { bootstrapInterval, type BootstrapOptions } from '../../../evaluation/bootstrap-interval';
import { classCurves } from '../../../evaluation/class-curves';
import { classScoresOf, confusionMatrixOf } from '../../../evaluation/confusion';
import { regressionScores } from '../../../evaluation/regression-scores';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { type TableTarget } from './table-data';

/** Enough for an interval of two digits, and short enough for tables of many rows. */
const DRAWS = 200;

/**
 * The metrics of answers to rows that the model has not learned from, with 95 % intervals; rows of one group are drawn
 * together.
 * @param answers float64 [rows, outputs]: one value; or the probability of the second of two classes; or of every class
 */
export function measureTable(
  answers: Float64Array,
  target: TableTarget,
  { seed, groups }: Pick<BootstrapOptions, 'seed' | 'groups'>,
): Record<string, MetricEstimate> {
  const options: BootstrapOptions = { seed, draws: DRAWS, ...(groups === undefined ? {} : { groups }) };
  if (target.kind === 'values') return { ...regressionScores(answers, target.values, options) };
  const { labels, classNames } = target;
  const classes = classNames.length;
  const outputs = answers.length / labels.length;
  const probabilities = Array.from({ length: labels.length }, (_, row) =>
    outputs === 1
      ? [1 - answers[row]!, answers[row]!]
      : Array.from(answers.subarray(row * outputs, (row + 1) * outputs)),
  );
  const predicted = Int32Array.from(probabilities, (row) => indexOfLargest(row));
  const estimate = (measure: (rows: Int32Array) => number): MetricEstimate =>
    bootstrapInterval(labels.length, measure, options);
  const common = {
    accuracy: estimate(
      (rows) => rows.reduce((right, row) => right + Number(predicted[row] === labels[row]), 0) / rows.length,
    ),
    macroF1: estimate((rows) => {
      const scores = classScoresOf(confusionMatrixOf(take(labels, rows), take(predicted, rows), classes));
      return scores.reduce((sum, { f1 }) => sum + f1, 0) / classes;
    }),
  };
  if (classes > 2) return common;
  const scores = Float64Array.from(probabilities, (row) => row[1]!);
  const isMixed = (rows: Int32Array): boolean => {
    const positives = rows.reduce((sum, row) => sum + labels[row]!, 0);
    return positives > 0 && positives < rows.length;
  };
  const some = (rows: Int32Array, measure: (scores: Float64Array, positive: Uint8Array) => number): number =>
    isMixed(rows)
      ? measure(
          Float64Array.from(rows, (row) => scores[row]!),
          Uint8Array.from(rows, (row) => labels[row]!),
        )
      : NaN;
  const auc =
    groups === undefined
      ? aucWithInterval(scores, labels)
      : estimate((rows) => some(rows, (own, positive) => aucWithInterval(own, positive).value));
  return {
    auc,
    averagePrecision: estimate((rows) =>
      some(rows, (own, positive) => classCurves(Float32Array.from(own), positive).precisionRecall!.averagePrecision),
    ),
    ks: estimate((rows) => some(rows, kolmogorovSmirnov)),
    brier: estimate((rows) => some(rows, brierScore)),
    ...common,
  };
}

const take = (values: Int32Array, rows: Int32Array): Int32Array => rows.map((row) => values[row]!);
