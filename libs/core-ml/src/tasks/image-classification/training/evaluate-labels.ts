import {
  type EvaluationReport,
  type LabelMetric,
  type LabelReport,
  LintelError,
  type MetricEstimate,
} from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { calibrationOf } from './calibration';
import { classCurves } from '../../../evaluation/class-curves';
import { givenLabels, type LabelAnswers, labelMeasures } from './label-measures';

/** The lower bound of probabilities in the log loss: the epsilon of float32, as in scikit-learn. */
const SMALLEST_PROBABILITY = 2 ** -23;
const TOP = 5;
/** Seed of the bootstrap, so that the same answers give the same intervals. */
const SEED = 1;

export interface EvaluateLabelsRequest extends Omit<LabelAnswers, 'labels'> {
  readonly classNames: readonly string[];
  /** Examples of one group are drawn together. */
  readonly groups?: readonly string[] | undefined;
}

/**
 * Evaluates answers to examples that may have any number of labels.
 * @throws LintelError DATASET_EMPTY, SHAPE_MISMATCH, INVALID_ARGUMENT (an answer is not a probability)
 */
export function evaluateLabels(request: EvaluateLabelsRequest): EvaluationReport {
  const { classNames, probabilities, labelSets, thresholds, groups } = request;
  const labels = classNames.length;
  check(request);
  const examples = labelSets.length / labels;
  const answers: LabelAnswers = { probabilities, labelSets, labels, thresholds };
  const given = givenLabels(answers);
  const measures = labelMeasures(answers);
  const options = { seed: SEED, ...(groups === undefined ? {} : { groups }) };
  const estimateOf = (key: LabelMetric): MetricEstimate => bootstrapInterval(examples, measures[key], options);
  const [averagePrecision, auc] = [estimateOf('averagePrecision'), estimateOf('auc')];
  const metrics: LabelReport['metrics'] = {
    ...{ microF1: estimateOf('microF1'), macroF1: estimateOf('macroF1') },
    ...(Number.isNaN(averagePrecision.value) ? {} : { averagePrecision }),
    ...(Number.isNaN(auc.value) ? {} : { auc }),
  };
  const rows = [...Array(examples).keys()];
  const isRight = rows.map((row) => sameRow(given, labelSets, row, labels));
  const { value, low, high } = bootstrapInterval(examples, (drawn) => meanAt(isRight, drawn), options);
  const classes = classNames.map((className, label) => classReport(answers, given, className, label));
  const meanOf = (key: 'precision' | 'recall'): number => mean(classes.map((one) => one[key]));
  return {
    examples,
    accuracy: value,
    accuracyInterval: { low, high },
    top5Accuracy: topShare(answers, rows),
    logLoss: logLossOf(answers) / examples,
    macroPrecision: meanOf('precision'),
    macroRecall: meanOf('recall'),
    macroF1: metrics.macroF1.value,
    classNames: [...classNames],
    classes,
    confusionMatrix: [],
    calibration: calibrationOf(Float64Array.from(probabilities, clipped), labelSets),
    labels: {
      metrics,
      perExample: { actual: total(labelSets) / examples, answered: total(given) / examples },
      without: rows.filter((row) => total(labelSets.subarray(row * labels, (row + 1) * labels)) === 0).length,
    },
  };
}

function classReport(
  { probabilities, labelSets, labels }: LabelAnswers,
  given: Uint8Array,
  className: string,
  label: number,
): EvaluationReport['classes'][number] {
  const places = Array.from({ length: labelSets.length / labels }, (_, row) => row * labels + label);
  const truths = Uint8Array.from(places, (at) => labelSets[at]!);
  const answered = Uint8Array.from(places, (at) => given[at]!);
  const scores = Float32Array.from(places, (at) => probabilities[at]!);
  const [support, predicted] = [total(truths), total(answered)];
  const hits = truths.reduce((sum, truth, row) => sum + (truth & answered[row]!), 0);
  return {
    className,
    support,
    precision: predicted === 0 ? 0 : hits / predicted,
    recall: support === 0 ? 0 : hits / support,
    f1: support + predicted === 0 ? 0 : (2 * hits) / (support + predicted),
    ...classCurves(scores, truths),
  };
}

/** Share of the examples with labels of which one is among the five most probable; 0 if none has a label. */
function topShare({ probabilities, labelSets, labels }: LabelAnswers, rows: readonly number[]): number {
  const labelled = rows.filter((row) => labelSets.subarray(row * labels, (row + 1) * labels).includes(1));
  const found = labelled.filter((row) => {
    const own = probabilities.subarray(row * labels, (row + 1) * labels);
    const best = [...own.keys()].sort((one, other) => own[other]! - own[one]!).slice(0, TOP);
    return best.some((label) => labelSets[row * labels + label] === 1);
  });
  return labelled.length === 0 ? 0 : found.length / labelled.length;
}

function logLossOf({ probabilities, labelSets }: LabelAnswers): number {
  let loss = 0;
  for (const [at, truth] of labelSets.entries()) {
    const own = truth === 1 ? probabilities[at]! : 1 - probabilities[at]!;
    loss -= Math.log(Math.max(SMALLEST_PROBABILITY, own));
  }
  return loss;
}

function sameRow(one: Uint8Array, other: Uint8Array, row: number, width: number): boolean {
  for (let at = row * width; at < (row + 1) * width; at++) if (one[at] !== other[at]) return false;
  return true;
}

function meanAt(values: readonly boolean[], rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + Number(values[row]!), 0) / rows.length;
}

const clipped = (probability: number): number => Math.min(1, Math.max(0, probability));
const total = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function check({ classNames, probabilities, labelSets, thresholds }: EvaluateLabelsRequest): void {
  if (labelSets.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'There is no example to evaluate the model on.',
      expected: 'at least 1 example',
      received: '0',
      cure: 'Hold out a test split, or name pictures with labels.',
    });
  }
  const isWhole = labelSets.length % classNames.length === 0;
  if (!isWhole || probabilities.length !== labelSets.length || thresholds.length !== classNames.length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The probabilities do not fit the label sets.',
      expected: `rows of ${classNames.length} labels, and a threshold for each`,
      received: `${probabilities.length} probabilities, ${labelSets.length} truths, ${thresholds.length} thresholds`,
      cure: 'Pass one row for each example and one column for each label.',
    });
  }
  const wrong = probabilities.findIndex((value) => !(value >= 0 && value <= 1.001));
  if (wrong < 0) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The model's answer for the label "${classNames[wrong % classNames.length]}" is not a probability.`,
    expected: 'a number in [0, 1]',
    received: String(probabilities[wrong]),
    cure: 'Pass probabilities, not logits: apply the logistic function first.',
  });
}
