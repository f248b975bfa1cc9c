import { type LinearModel } from '@lintel/contracts';
import { type DenseMatrix } from '../tables/dense-encoding';
import { type Fold } from '../tables/splits';
import { designOf, meanProduct } from './design';
import { type Penalty } from './elastic-net';
import { fitLinear, linearPath } from './fit-linear';
import { fitLogistic, logisticPath } from './fit-logistic';
import { predictLinear } from './predict-linear';

/** What a linear model is fitted to: classes from 0, or values. */
export type LinearTargets =
  | { readonly kind: 'classes'; readonly labels: Int32Array; readonly classes: number }
  | { readonly kind: 'values'; readonly values: Float64Array };

export interface ChoosePenaltyOptions {
  /** 0: ridge, 1: lasso. Default: 0. */
  readonly alpha?: number;
  /** Number of penalties that are tried. Default: 12. */
  readonly penalties?: number;
  readonly weights?: ArrayLike<number>;
  /** Called after each fit with the share that is done, in (0, 1]. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

export interface PenaltyTrial {
  readonly lambda: number;
  /** Mean log loss (classes) or mean squared error (values) of the held-out rows. */
  readonly loss: number;
}

export interface ChosenPenalty {
  readonly model: LinearModel;
  /** By descending lambda; smaller ones than these were not worth trying. */
  readonly trials: readonly PenaltyTrial[];
}

/** The smallest penalty that is tried, as a share of the largest. */
const SPAN = 1e-5;
const SMALLEST_PROBABILITY = 1e-15;
/** Enough to compare penalties; the model that is kept is fitted precisely. */
const TRIAL_PRECISION = 1e-3;
/** The loss is a convex function of the penalty's logarithm near its least value, so a second rise ends the path. */
const MOST_RISES = 2;

/**
 * Fits a linear model whose penalty has the least loss on held-out rows, on a path of penalties from the one that
 * leaves nothing down (Friedman, Hastie & Tibshirani 2010, section 2.5).
 * @param matrix of the training rows
 * @param folds of the training rows
 * @throws LintelError as the fits
 */
export function choosePenalty(
  matrix: DenseMatrix,
  targets: LinearTargets,
  folds: readonly Fold[],
  options: ChoosePenaltyOptions = {},
): ChosenPenalty {
  const { alpha = 0, penalties = 12, weights, onProgress, signal } = options;
  const path = penaltyPath(matrix, targets, alpha, penalties, weights);
  const losses = path.map(() => 0);
  /** Those of the last fold, to start the last fit from. */
  const models: LinearModel[] = [];
  let tried = path.length;
  let tested = 0;
  for (const [fold, { train, test }] of folds.entries()) {
    const inner = { matrix: takeDenseRows(matrix, train), targets: takeTargets(targets, train) };
    const outer = { matrix: takeDenseRows(matrix, test), targets: takeTargets(targets, test) };
    const rowWeights = weights && Float64Array.from(train, (row) => weights[row]!);
    const tryPenalty = openTrials(inner.matrix, inner.targets, rowWeights);
    let rises = 0;
    let before = Infinity;
    for (let index = 0; index < tried; index++) {
      signal?.throwIfAborted();
      const model = tryPenalty({ lambda: path[index]!, alpha });
      models[index] = model;
      const loss = lossOf(model, outer.matrix, outer.targets);
      losses[index]! += loss * test.length;
      onProgress?.((fold + (index + 1) / tried) / (folds.length + 1));
      rises = loss > before ? rises + 1 : 0;
      before = loss;
      if (rises === MOST_RISES) tried = index + 1;
    }
    tested += test.length;
  }
  const trials = path.slice(0, tried).map((lambda, index) => ({ lambda, loss: losses[index]! / tested }));
  const best = trials.reduce((least, trial) => (trial.loss < least.loss ? trial : least));
  const model = fit(matrix, targets, { lambda: best.lambda, alpha }, weights, models[trials.indexOf(best)]);
  onProgress?.(1);
  return { model, trials };
}

/** Fits for one penalty after another, each from where the one before it ended. */
function openTrials(
  matrix: DenseMatrix,
  targets: LinearTargets,
  weights: ArrayLike<number> | undefined,
): (penalty: Penalty) => LinearModel {
  if (targets.kind === 'values') return linearPath(matrix, targets.values, weights);
  const path = logisticPath(matrix, targets.labels, targets.classes, weights ? { weights } : {});
  return (penalty) => path(penalty, { precision: TRIAL_PRECISION });
}

function fit(
  matrix: DenseMatrix,
  targets: LinearTargets,
  penalty: Penalty,
  weights: ArrayLike<number> | undefined,
  start: LinearModel | undefined,
): LinearModel {
  if (targets.kind === 'values') return fitLinear(matrix, targets.values, penalty, weights);
  const options = { penalty, ...(weights ? { weights } : {}), ...(start ? { start } : {}) };
  return fitLogistic(matrix, targets.labels, targets.classes, options);
}

/** From the penalty at which a lasso keeps no column, down to a small share of it. */
function penaltyPath(
  matrix: DenseMatrix,
  targets: LinearTargets,
  alpha: number,
  count: number,
  weights: ArrayLike<number> | undefined,
): number[] {
  const design = designOf(matrix, matrix.rows, weights);
  const columns = targets.kind === 'values' ? 1 : targets.classes;
  let largest = 0;
  for (let column = 0; column < columns; column++) {
    const y = Float64Array.from({ length: matrix.rows }, (_, row) =>
      targets.kind === 'values' ? targets.values[row]! : Number(targets.labels[row] === column),
    );
    const mean = y.reduce((sum, value, row) => sum + value * design.weights[row]!, 0) / matrix.rows;
    const slopes = meanProduct(
      design,
      y.map((value, row) => design.weights[row]! * (value - mean)),
    );
    for (const slope of slopes.subarray(0, design.width)) largest = Math.max(largest, Math.abs(slope));
  }
  const first = Math.max(largest, 1e-6) / Math.max(alpha, 0.01);
  return Array.from({ length: count }, (_, index) => first * SPAN ** (index / Math.max(1, count - 1)));
}

function lossOf(model: LinearModel, matrix: DenseMatrix, targets: LinearTargets): number {
  const answers = predictLinear(model, matrix);
  let sum = 0;
  for (let row = 0; row < matrix.rows; row++) {
    if (targets.kind === 'values') sum += (answers[row]! - targets.values[row]!) ** 2;
    else sum -= Math.log(Math.max(SMALLEST_PROBABILITY, answers[row * targets.classes + targets.labels[row]!]!));
  }
  return sum / matrix.rows;
}

function takeDenseRows({ columns, values }: DenseMatrix, rows: Int32Array): DenseMatrix {
  const width = columns.length;
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, at) => taken.set(values.subarray(row * width, (row + 1) * width), at * width));
  return { rows: rows.length, columns, values: taken };
}

function takeTargets(targets: LinearTargets, rows: Int32Array): LinearTargets {
  if (targets.kind === 'values') return { ...targets, values: Float64Array.from(rows, (row) => targets.values[row]!) };
  return { ...targets, labels: rows.map((row) => targets.labels[row]!) };
}
