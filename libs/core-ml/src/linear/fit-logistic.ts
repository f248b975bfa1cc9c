import { LintelError, type LinearModel } from '@lintel/contracts';
import { type DenseMatrix } from '../tables/dense-encoding';
import { designOf, meanGram, meanProduct, scoresOf, type Design } from './design';
import { largestOf, type Minimiser, minimiserOf, penaltyOf, type Penalty } from './elastic-net';
import { columnMeans } from './fit-linear';

export interface FitLogisticOptions {
  readonly penalty: Penalty;
  /** A weight for each row. Default: 1 each. */
  readonly weights?: ArrayLike<number>;
  /** A model of the same columns to start from, such as the one of a slightly larger penalty. */
  readonly start?: LinearModel;
  /** Default: 100. */
  readonly mostIterations?: number;
  /** The fit ends when no coefficient of a standardised column changes by more. Default: 1e-7. */
  readonly precision?: number;
}

/** Fits the same rows for one penalty after another. */
export type LogisticPath = (
  penalty: Penalty,
  options?: Pick<FitLogisticOptions, 'mostIterations' | 'precision'>,
) => LinearModel;

/** A second derivative below this would make a step meaningless. */
const SMALLEST_CURVATURE = 1e-5;
/** Second derivatives of n coefficients cost about as much as n / 8 steps. */
const STEPS_PER_COEFFICIENT = 1 / 8;

/**
 * Logistic regression with elastic net: minimises `mean(weight · log loss) + penalty` by Newton steps on the penalised
 * quadratic approximation, class after class, each step halved until it helps (Friedman, Hastie & Tibshirani 2010,
 * sections 3 and 4). Two classes have one list of coefficients, several classes one each. Second derivatives are kept
 * while they still bring the fit forward.
 * @param labels int32 [rows], in [0, classes)
 * @throws LintelError SHAPE_MISMATCH, INVALID_ARGUMENT, DATASET_INVALID (a class without rows)
 */
export function fitLogistic(
  matrix: DenseMatrix,
  labels: Int32Array,
  classes: number,
  options: FitLogisticOptions,
): LinearModel {
  return logisticPath(matrix, labels, classes, options)(options.penalty, options);
}

/**
 * Fits as {@link fitLogistic} does. Every fit starts from the coefficients and the second derivatives of the one before
 * it, which for a slightly smaller penalty leaves few steps.
 */
export function logisticPath(
  matrix: DenseMatrix,
  labels: Int32Array,
  classes: number,
  { weights, start }: Pick<FitLogisticOptions, 'weights' | 'start'>,
): LogisticPath {
  const design = designOf(matrix, labels.length, weights);
  checkClasses(labels, classes);
  const outputs = classes === 2 ? [1] : Array.from({ length: classes }, (_, index) => index);
  const size = design.width + 1;
  const state = outputs.map((label, index) => new Output(design, labels, label, startOf(start, index, size)));
  return (penalty, { mostIterations = 100, precision = 1e-7 } = {}) =>
    descendOn(state, design, penalty, mostIterations, precision);
}

function descendOn(
  state: readonly Output[],
  design: Design,
  penalty: Penalty,
  mostIterations: number,
  precision: number,
): LinearModel {
  const classes = state.length === 1 ? 2 : state.length;
  for (const output of state) output.begin();
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < mostIterations) {
    iterations++;
    const changes = state.map((output) => output.step(state, penalty, precision));
    if (classes > 2 && penalty.alpha === 0) centre(state);
    converged = Math.max(...changes) < precision;
  }
  // Softmax does not change if all intercepts do by the same.
  const intercepts = state.map(({ coefficients }) => coefficients[design.width]!);
  const shift = classes === 2 ? 0 : intercepts.reduce((sum, value) => sum + value, 0) / classes;
  return {
    kind: 'linear',
    link: classes === 2 ? 'logistic' : 'softmax',
    coefficients: state.map(({ coefficients }) => Array.from(coefficients.subarray(0, design.width))),
    intercepts: intercepts.map((value) => value - shift),
    means: columnMeans(design),
    penalty: { ...penalty },
    iterations,
    converged,
  };
}

/** One linear sum of the model: its coefficients, the scores of all rows, and the second derivatives in use. */
class Output {
  scores: Float64Array;
  private gram: Float64Array | undefined;
  private minimise: Minimiser | undefined;
  private lastChange = Infinity;

  constructor(
    private readonly design: Design,
    private readonly labels: Int32Array,
    private readonly label: number,
    public coefficients: Float64Array,
  ) {
    this.scores = scoresOf(design, coefficients);
  }

  /** Begins a fit for another penalty, with the coefficients and second derivatives of the one before. */
  begin(): void {
    this.minimise = undefined;
    this.lastChange = Infinity;
  }

  /** Takes one step with the scores of the other outputs fixed. @returns the largest change of a coefficient */
  step(all: readonly Output[], penalty: Penalty, precision: number): number {
    const { design } = this;
    const rest = all.length > 1 ? restOf(all, this) : undefined;
    const probabilities = this.scores.map((score, row) => sigmoid(score - (rest?.[row] ?? 0)));
    const residuals = probabilities.map(
      (probability, row) => design.weights[row]! * (Number(this.labels[row] === this.label) - probability),
    );
    const ascent = meanProduct(design, residuals);
    const isFresh = this.gram === undefined;
    this.gram ??= meanGram(
      design,
      probabilities.map((p, row) => design.weights[row]! * Math.max(SMALLEST_CURVATURE, p * (1 - p))),
    );
    const { gram } = this;
    const linear = product(gram, this.coefficients).map((value, at) => value + ascent[at]!);
    if (isFresh) this.minimise = undefined;
    this.minimise ??= minimiserOf(gram, penalty);
    const change = this.move(this.minimise(linear, this.coefficients), rest, penalty, precision);
    const isStuck = change === 0 && !isFresh;
    const stepsLeft = change < precision ? 0 : stepsUntil(precision, change, change / this.lastChange);
    if (isStuck || stepsLeft > this.coefficients.length * STEPS_PER_COEFFICIENT) this.gram = undefined;
    this.lastChange = isStuck ? Infinity : change;
    return isStuck ? this.step(all, penalty, precision) : change;
  }

  /** Moves towards the proposal, by half as far each time, until the loss falls. */
  private move(proposal: Float64Array, rest: Float64Array | undefined, penalty: Penalty, precision: number): number {
    const towards = scoresOf(this.design, proposal);
    const before = this.loss(this.scores, this.coefficients, rest, penalty);
    const largest = largestOf(proposal.map((value, at) => value - this.coefficients[at]!));
    if (largest < precision) return largest;
    for (let part = 1; part * largest > precision / 10; part /= 2) {
      const mix = (from: Float64Array, to: Float64Array): Float64Array =>
        part === 1 ? to : from.map((value, at) => value + part * (to[at]! - value));
      const coefficients = mix(this.coefficients, proposal);
      const scores = mix(this.scores, towards);
      if (this.loss(scores, coefficients, rest, penalty) > before + 1e-14) continue;
      this.coefficients = coefficients;
      this.scores = scores;
      return part * largest;
    }
    return 0;
  }

  /** The part of the loss that depends on this output. */
  private loss(
    scores: Float64Array,
    coefficients: Float64Array,
    rest: Float64Array | undefined,
    penalty: Penalty,
  ): number {
    const { weights, rows } = this.design;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const score = scores[row]! - (rest?.[row] ?? 0);
      sum += weights[row]! * (softplus(score) - (this.labels[row] === this.label ? score : 0));
    }
    return sum / rows + penaltyOf(coefficients, penalty);
  }
}

/**
 * Takes the mean over the classes away from every coefficient: softmax stays the same and a ridge penalty falls, which
 * class after class would take many steps.
 */
function centre(outputs: readonly Output[]): void {
  const { coefficients, scores } = outputs[0]!;
  const meanOf = (at: number, list: 'coefficients' | 'scores'): number =>
    outputs.reduce((sum, output) => sum + output[list][at]!, 0) / outputs.length;
  const means = coefficients.map((_, at) => meanOf(at, 'coefficients'));
  const shifts = scores.map((_, row) => meanOf(row, 'scores'));
  for (const output of outputs) {
    output.coefficients = output.coefficients.map((value, at) => value - means[at]!);
    output.scores = output.scores.map((value, row) => value - shifts[row]!);
  }
}

/** ln Σ exp(score) of the other outputs, for each row. */
function restOf(all: readonly Output[], one: Output): Float64Array {
  const others = all.filter((output) => output !== one);
  return one.scores.map((_, row) => {
    let largest = -Infinity;
    for (const { scores } of others) largest = Math.max(largest, scores[row]!);
    let sum = 0;
    for (const { scores } of others) sum += Math.exp(scores[row]! - largest);
    return largest + Math.log(sum);
  });
}

/** Steps until a change is below the precision if each is this part of the one before. */
const stepsUntil = (precision: number, change: number, rate: number): number =>
  rate >= 1 ? Infinity : Math.log(precision / change) / Math.log(rate);

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));
const softplus = (score: number): number => Math.max(0, score) + Math.log1p(Math.exp(-Math.abs(score)));

function product(gram: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += gram[row * size + column]! * vector[column]!;
    return sum;
  });
}

function startOf(start: LinearModel | undefined, index: number, size: number): Float64Array {
  const coefficients = start?.coefficients[index];
  if (coefficients?.length !== size - 1) return new Float64Array(size);
  return Float64Array.from([...coefficients, start!.intercepts[index]!]);
}

function checkClasses(labels: Int32Array, classes: number): void {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) if (label in counts) counts[label]!++;
  const empty = counts.indexOf(0);
  if (classes >= 2 && empty < 0 && labels.every((label) => label >= 0 && label < classes)) return;
  throw new LintelError('DATASET_INVALID', {
    problem: empty >= 0 ? `Class ${empty} has no rows to train on.` : 'The labels do not fit the classes.',
    expected: `at least one row for each of ${Math.max(2, classes)} classes, labels from 0`,
    received: counts.join(', '),
    cure: 'Add rows of this class, or leave the class out.',
  });
}
