import { type MetricEstimate, type TextReport } from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { labelMeasures } from '../../image-classification/training/label-measures';
import { measuresOf } from '../../tabular/training/measure-table';
import { type TextLabels } from './text-answers';

/** A metric of some texts, which may occur several times; NaN if it has no meaning for them. */
export type TextMeasure = (rows: Int32Array) => number;

export interface MeasureTextsOptions {
  /** float64 [texts, labels], or one for each label; undefined if each text has one class. */
  readonly thresholds: ArrayLike<number> | undefined;
  readonly seed: number;
  /** Texts of one group are drawn together. */
  readonly groups: readonly string[];
  readonly protocol: TextReport['protocol'];
}

/** Enough for an interval of two digits, and short enough for many texts. */
export const DRAWS = 200;

/**
 * The metrics of answers to texts that the model has not learned from, with 95 % bootstrap intervals.
 * @param probabilities float64 [texts, classes]
 */
export function measureTexts(
  probabilities: Float64Array,
  target: TextLabels,
  { thresholds, seed, groups, protocol }: MeasureTextsOptions,
): TextReport {
  const examples = groups.length;
  const measures = textMeasures(probabilities, target, thresholds);
  const estimate = (measure: TextMeasure): MetricEstimate =>
    bootstrapInterval(examples, measure, { seed, draws: DRAWS, groups });
  const metrics = Object.fromEntries(
    Object.entries(measures)
      .map(([key, measure]) => [key, estimate(measure)] as const)
      .filter(([, { value }]) => !Number.isNaN(value)),
  ) as TextReport['metrics'];
  return {
    examples,
    protocol,
    metrics,
    classes: classReports(givenClasses(probabilities, target, thresholds), target),
  };
}

/** The metrics by key, as functions of some texts. */
export function textMeasures(
  probabilities: Float64Array,
  target: TextLabels,
  thresholds: ArrayLike<number> | undefined,
): Readonly<Record<string, TextMeasure>> {
  const classes = target.classNames.length;
  if (target.kind === 'classes') {
    const { accuracy, microF1, macroF1, auc, averagePrecision } = measuresOf(probabilities, target);
    const given = givenClasses(probabilities, target, thresholds);
    const common = { macroF1: macroF1!, microF1: microF1!, accuracy: accuracy! };
    if (classes > 2) return common;
    const truths = truthsOf(target);
    const f1: TextMeasure = (rows) => f1At(rows, 1, given, truths, classes);
    return { ...common, f1, auc: auc!, averagePrecision: averagePrecision! };
  }
  const { labelSets } = target;
  const given = givenClasses(probabilities, target, thresholds);
  // The thresholds may differ by text, so the given labels are measured as certain answers.
  const byGiven = labelMeasures({
    probabilities: Float32Array.from(given),
    ...{ labelSets, labels: classes, thresholds: new Array<number>(classes).fill(0.5) },
  });
  const byRank = labelMeasures({
    probabilities: Float32Array.from(probabilities),
    ...{ labelSets, labels: classes, thresholds: new Array<number>(classes).fill(0.5) },
  });
  const isRight = Array.from({ length: given.length / classes }, (_, row) => {
    for (let at = row * classes; at < (row + 1) * classes; at++) if (given[at] !== labelSets[at]) return 0;
    return 1;
  });
  return {
    macroF1: byGiven.macroF1,
    microF1: byGiven.microF1,
    accuracy: (rows) => rows.reduce((sum, row) => sum + isRight[row]!, 0) / rows.length,
    auc: byRank.auc,
    averagePrecision: byRank.averagePrecision,
  };
}

/** uint8 [texts, classes]: 1 for the class, or for each label, that is answered. */
function givenClasses(
  probabilities: Float64Array,
  { kind, classNames }: TextLabels,
  thresholds: ArrayLike<number> | undefined,
): Uint8Array {
  const classes = classNames.length;
  const given = new Uint8Array(probabilities.length);
  if (kind === 'labels') {
    const own = thresholds!;
    const isByText = own.length === probabilities.length;
    return given.map((_, at) => Number(probabilities[at]! >= own[isByText ? at : at % classes]!));
  }
  for (let from = 0; from < given.length; from += classes)
    given[from + indexOfLargest(probabilities, from, classes)] = 1;
  return given;
}

/** uint8 [texts, classes] */
function truthsOf(target: TextLabels): Uint8Array {
  if (target.kind === 'labels') return target.labelSets;
  const classes = target.classNames.length;
  const truths = new Uint8Array(target.labels.length * classes);
  target.labels.forEach((label, row) => (truths[row * classes + label] = 1));
  return truths;
}

function f1At(rows: Int32Array, column: number, given: Uint8Array, truths: Uint8Array, classes: number): number {
  let [hits, counted] = [0, 0];
  for (const row of rows) {
    const [answer, truth] = [given[row * classes + column]!, truths[row * classes + column]!];
    hits += answer & truth;
    counted += answer + truth;
  }
  return counted === 0 ? 0 : (2 * hits) / counted;
}

function classReports(given: Uint8Array, target: TextLabels): TextReport['classes'] {
  const classes = target.classNames.length;
  const truths = truthsOf(target);
  return target.classNames.map((className, column) => {
    let [support, predicted, hits] = [0, 0, 0];
    for (let at = column; at < truths.length; at += classes) {
      support += truths[at]!;
      predicted += given[at]!;
      hits += truths[at]! & given[at]!;
    }
    return {
      className,
      support,
      precision: predicted === 0 ? 0 : hits / predicted,
      recall: support === 0 ? 0 : hits / support,
      f1: support + predicted === 0 ? 0 : (2 * hits) / (support + predicted),
    };
  });
}
