import { fitPlatt } from '../../tabular/training/calibrate-probabilities';
import { chooseThresholds } from '../../../transfer/choose-thresholds';
import { fitTemperature, meanLogLoss } from '../../../transfer/temperature';
import { probabilitiesOfScores } from '../../../texts/text-model';
import { linkOf, scoresPerText, takeLabels, truthsOf } from './text-scores';
import { type TextLabels } from './text-answers';

/** What is chosen by scores of texts that the models have not learned from. One entry for each score. */
export interface TextSettings {
  /** Position of the penalty in the path. */
  readonly strengths: readonly number[];
  /** A straight line in the score makes its probability right (Platt 1999); for the softmax one slope (Guo et al. 2017). */
  readonly slopes: readonly number[];
  readonly intercepts: readonly number[];
  /** Undefined if each text has one class. */
  readonly thresholds: readonly number[] | undefined;
}

/** With fewer texts on one side a line would follow single texts. */
const FEWEST_TO_CALIBRATE = 10;

/**
 * Chooses the penalty with the smallest log loss, calibrates its scores, and finds the threshold of each label with the
 * best F1.
 * @param scores float64 [texts, scores] for each penalty, of texts that were held out
 * @param rows of the texts that choose
 */
export function chooseSettings(scores: readonly Float64Array[], whole: TextLabels, rows: Int32Array): TextSettings {
  const target = takeLabels(whole, rows);
  const perText = scoresPerText(whole);
  const link = linkOf(whole);
  const own = scores.map((all) => takeScores(all, rows, perText));
  if (link === 'softmax' && target.kind === 'classes') {
    const losses = own.map((all) => meanLogLoss(all, target.labels, perText, 1));
    const best = losses.indexOf(Math.min(...losses));
    const slope = 1 / fitTemperature(own[best]!, target.labels, perText);
    const every = <Value>(value: Value): Value[] => new Array<Value>(perText).fill(value);
    return { strengths: every(best), slopes: every(slope), intercepts: every(0), thresholds: undefined };
  }
  const units = Array.from({ length: perText }, (_, score) => {
    const truths = truthsOf(target, score);
    const columns = own.map((all) => Float64Array.from(truths, (_truth, row) => all[row * perText + score]!));
    const losses = columns.map((column) => logLoss(column, truths));
    const strength = losses.indexOf(Math.min(...losses));
    return { strength, ...lineOf(columns[strength]!, truths) };
  });
  const settings: TextSettings = {
    strengths: units.map(({ strength }) => strength),
    slopes: units.map(({ slope }) => slope),
    intercepts: units.map(({ intercept }) => intercept),
    thresholds: undefined,
  };
  if (target.kind === 'classes') return settings;
  const probabilities = Float32Array.from(calibratedProbabilities(scores, whole, rows, settings));
  return { ...settings, thresholds: chooseThresholds(probabilities, target.labelSets, perText) };
}

/** The probabilities of some texts under the settings: float64 [rows, classes]. */
export function calibratedProbabilities(
  scores: readonly Float64Array[],
  target: TextLabels,
  rows: Int32Array,
  { strengths, slopes, intercepts }: TextSettings,
): Float64Array {
  const perText = scoresPerText(target);
  const calibrated = new Float64Array(rows.length * perText);
  rows.forEach((row, at) => {
    for (let score = 0; score < perText; score++) {
      const value = scores[strengths[score]!]![row * perText + score]!;
      calibrated[at * perText + score] = slopes[score]! * value + intercepts[score]!;
    }
  });
  return probabilitiesOfScores(calibrated, linkOf(target), perText);
}

function lineOf(scores: Float64Array, truths: Uint8Array): { slope: number; intercept: number } {
  const asItIs = { slope: 1, intercept: 0 };
  const hits = truths.reduce((sum, truth) => sum + truth, 0);
  if (Math.min(hits, truths.length - hits) < FEWEST_TO_CALIBRATE) return asItIs;
  const fitted = fitPlatt(
    scores.map((score) => 1 / (1 + Math.exp(-score))),
    truths,
  );
  return fitted.method === 'platt' && fitted.slope > 0 ? { slope: fitted.slope, intercept: fitted.intercept } : asItIs;
}

function takeScores(all: Float64Array, rows: Int32Array, perText: number): Float64Array {
  const taken = new Float64Array(rows.length * perText);
  rows.forEach((row, at) => taken.set(all.subarray(row * perText, (row + 1) * perText), at * perText));
  return taken;
}

function logLoss(scores: Float64Array, truths: Uint8Array): number {
  let loss = 0;
  scores.forEach((score, row) => {
    loss += Math.max(0, score) + Math.log1p(Math.exp(-Math.abs(score))) - truths[row]! * score;
  });
  return loss;
}
