import { LintelError, type MetricEstimate, type OptionalMetric } from '@lintel/contracts';
import { aucWithInterval } from '../../../evaluation/auc-interval';
import { brierScore, kolmogorovSmirnov } from '../../../evaluation/binary-scores';
import { bootstrapInterval, type BootstrapOptions } from '../../../evaluation/bootstrap-interval';
import { classCurves } from '../../../evaluation/class-curves';
import { confusionMatrixOf, macroMeanOf } from '../../../evaluation/confusion';
import { nasaScore } from './nasa-score';
import { regressionMeasures } from './regression-scores';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { type TableTarget } from './table-data';

export interface MeasureOptions extends Pick<BootstrapOptions, 'seed' | 'groups'> {
  /** Metrics that are measured on request. */
  readonly optional?: readonly OptionalMetric[] | undefined;
}

/** Enough for an interval of two digits, and short enough for tables of many rows. */
export const DRAWS = 200;

/** A metric of some rows, which may occur several times; NaN if it has no meaning for them. */
export type Measure = (rows: Int32Array) => number;

/**
 * The metrics of answers to rows that the model has not learned from, with 95 % intervals; rows of one group are drawn
 * together.
 * @param answers float64 [rows, outputs]: one value; or the probability of the second of two classes; or of every class
 */
export function measureTable(
  answers: Float64Array,
  target: TableTarget,
  { seed, groups, optional = [] }: MeasureOptions,
): Record<string, MetricEstimate> {
  checkOptional(optional, target);
  const options: BootstrapOptions = { seed, draws: DRAWS, ...(groups === undefined ? {} : { groups }) };
  const rows = target.kind === 'values' ? target.values.length : target.labels.length;
  const measured = Object.entries(measuresOf(answers, target, optional)).map(([key, measure]) => {
    // DeLong's interval of an AUC needs no draws, but rows that are independent.
    const isExact = key === 'auc' && groups === undefined && target.kind === 'classes';
    return [
      key,
      isExact
        ? aucWithInterval(positiveScores(answers, target.labels.length), target.labels)
        : bootstrapInterval(rows, measure, options),
    ] as const;
  });
  return Object.fromEntries(measured);
}

/**
 * The metrics by key, as functions of some rows.
 * @param answers as for `measureTable`
 */
export function measuresOf(
  answers: Float64Array,
  target: TableTarget,
  optional: readonly OptionalMetric[] = [],
): Record<string, Measure> {
  if (target.kind === 'values') {
    const { values } = target;
    const score: Measure = (rows) => nasaScore(answers, values, rows);
    return { ...regressionMeasures(answers, values), ...(optional.includes('nasaScore') ? { nasaScore: score } : {}) };
  }
  const { labels, classNames } = target;
  const classes = classNames.length;
  const outputs = answers.length / labels.length;
  const predicted = Int32Array.from(labels, (_, row) => {
    return outputs === 1 ? Number(answers[row]! > 0.5) : indexOfLargest(answers, row * outputs, outputs);
  });
  const accuracy: Measure = (rows) =>
    rows.reduce((right, row) => right + Number(predicted[row] === labels[row]), 0) / rows.length;
  const common: Record<string, Measure> = {
    accuracy,
    // Where every row has one class, each mistake is one false positive and one false negative: the same figure.
    microF1: accuracy,
    macroF1: (rows) => macroMeanOf(confusionMatrixOf(take(labels, rows), take(predicted, rows), classes), 'f1'),
  };
  if (classes > 2) return common;
  const scores = positiveScores(answers, labels.length);
  const some =
    (measure: (scores: Float64Array, positive: Uint8Array) => number): Measure =>
    (rows) => {
      const positive = Uint8Array.from(rows, (row) => labels[row]!);
      const positives = positive.reduce((sum, value) => sum + value, 0);
      if (positives === 0 || positives === rows.length) return NaN;
      return measure(
        Float64Array.from(rows, (row) => scores[row]!),
        positive,
      );
    };
  return {
    auc: some((own, positive) => aucWithInterval(own, positive).value),
    averagePrecision: some(
      (own, positive) => classCurves(Float32Array.from(own), positive).precisionRecall!.averagePrecision,
    ),
    ks: some(kolmogorovSmirnov),
    brier: some(brierScore),
    ...common,
  };
}

/** The probability of the second of two classes. */
function positiveScores(answers: Float64Array, rows: number): Float64Array {
  const outputs = answers.length / rows;
  return outputs === 1 ? answers : Float64Array.from({ length: rows }, (_, row) => answers[row * outputs + 1]!);
}

const take = (values: Int32Array, rows: Int32Array): Int32Array => rows.map((row) => values[row]!);

/** @throws LintelError INVALID_ARGUMENT */
function checkOptional(optional: readonly OptionalMetric[], { kind }: TableTarget): void {
  const [metric] = optional;
  if (metric === undefined || kind === 'values') return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The metric ${metric} compares values, but the model predicts classes.`,
    expected: 'a target of values, such as the remaining useful life in cycles',
    received: 'a target of classes',
    cure: 'Leave the metric out, or predict a value with --task tabular-regression.',
  });
}
