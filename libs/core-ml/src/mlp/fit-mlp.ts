import { type MlpModel } from '@lintel/contracts';
import { type LinearTargets } from '../linear/choose-penalty';
import { tableMlp } from '../models/table-mlp';
import { parseTrainingConfig } from '../recipe/training-config';
import { type DenseMatrix } from '../tables/dense-encoding';
import { type Fold } from '../tables/splits';
import { createTrainingStep } from '../training/create-training-step';
import { batchSizeFor, type EpochConfig, keepStart, measureAverage, trainEpoch } from '../training/fit-by-epochs';
import { type LossConfig } from '../training/loss';
import { type Batch, type NamedArray } from '../training/training-step';

export interface FitMlpOptions {
  readonly seed: number;
  /** Default: 0.001. */
  readonly learningRate?: number | undefined;
  /** Default: 0.01. */
  readonly weightDecay?: number | undefined;
  /** Called after each epoch with the share that is done, in (0, 1]. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FittedMlp {
  readonly model: MlpModel;
  /** Passes over the rows after which the loss of the held-out rows was lowest. */
  readonly epochs: number;
}

const MOST_EPOCHS = 200;
/** Epochs without a lower loss after which the search ends. */
const PATIENCE = 16;
const MOST_BATCH_ROWS = 512;
const CONFIG = {
  // The average of the last hundred steps answers more steadily than the last step.
  weightAverage: 0.99,
};

/**
 * Trains a multilayer perceptron with the compiled step: first on the training rows of `held`, until the loss of its
 * test rows no longer falls; then from the same start on all rows, for as many epochs as were best.
 * @param matrix without knots; standardised, so that the average row is all zeros
 * @throws LintelError ENGINE_MISSING; the signal's reason
 */
export async function fitMlp(
  matrix: DenseMatrix,
  targets: LinearTargets,
  held: Fold,
  { seed, learningRate = 1e-3, weightDecay = 0.01, onProgress, signal }: FitMlpOptions,
): Promise<FittedMlp> {
  const outputs = targets.kind === 'values' ? 1 : targets.classes;
  const scale = scaleOf(targets);
  const scaled = targets.kind === 'values' ? Float32Array.from(targets.values, scale.standardise) : targets.labels;
  const network = tableMlp.build({ exampleShape: [matrix.columns.length], classes: outputs, seed });
  const size = batchSizeFor(held.train.length, MOST_BATCH_ROWS);
  const loss: LossConfig = {
    output: targets.kind === 'values' ? 'value' : tableMlp.output,
    classes: outputs,
    labelSmoothing: 0,
  };
  const sizes = { train: [size], evaluate: [held.test.length] };
  const config = parseTrainingConfig({ ...CONFIG, optimizer: { kind: 'adam', learningRate }, weightDecay });
  const step = createTrainingStep(network, { ...config, loss }, sizes, true);
  try {
    const start = await keepStart(step);
    const batchOfRows = (rows: Int32Array): Batch => batchOf(matrix, scaled, rows);
    const run = { step, size, seed, purpose: 'mlp', learningRate, signal, batchOf: batchOfRows };
    const epochs = await bestEpoch(run, held, (epoch) => onProgress?.(epoch / (2 * MOST_EPOCHS)));
    await start.restart();
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await trainEpoch(
        run,
        Int32Array.from({ length: matrix.rows }, (_, row) => row),
        epoch,
      );
      onProgress?.((1 + epoch / epochs) / 2);
    }
    return { model: modelOf(step.readAverage()!, targets, scale), epochs };
  } finally {
    step.dispose();
    network.dispose();
  }
}

async function bestEpoch(run: EpochConfig, { train, test }: Fold, onEpoch: (epoch: number) => void): Promise<number> {
  const tested = run.batchOf(test);
  let best = { epoch: 0, loss: Infinity };
  for (let epoch = 1; epoch <= MOST_EPOCHS && epoch - best.epoch <= PATIENCE; epoch++) {
    await trainEpoch(run, train, epoch);
    const { loss } = measureAverage(run.step, tested);
    if (loss < best.loss) best = { epoch, loss };
    onEpoch(epoch);
  }
  return Math.max(1, best.epoch);
}

function batchOf({ columns, values }: DenseMatrix, targets: Int32Array | Float32Array, rows: Int32Array): Batch {
  const width = columns.length;
  const inputs = new Float32Array(rows.length * width);
  rows.forEach((row, at) => inputs.set(values.subarray(row * width, (row + 1) * width), at * width));
  const labels = targets instanceof Int32Array ? new Int32Array(rows.length) : new Float32Array(rows.length);
  rows.forEach((row, at) => (labels[at] = targets[row]!));
  return { inputs, labels, size: rows.length };
}

interface TargetScale {
  readonly mean: number;
  readonly deviation: number;
  readonly standardise: (value: number) => number;
}

function scaleOf(targets: LinearTargets): TargetScale {
  if (targets.kind === 'classes') return { mean: 0, deviation: 1, standardise: (value) => value };
  const { values } = targets;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = variance > 0 ? Math.sqrt(variance) : 1;
  return { mean, deviation, standardise: (value) => (value - mean) / deviation };
}

/** @param weights kernel and bias of each layer, in order */
function modelOf(weights: readonly NamedArray[], targets: LinearTargets, { mean, deviation }: TargetScale): MlpModel {
  const layers = Array.from({ length: weights.length / 2 }, (_, at) => ({
    weights: Array.from(weights[2 * at]!.values),
    biases: Array.from(weights[2 * at + 1]!.values),
  }));
  const last = layers.pop()!;
  const outputs = last.biases.length;
  const columns = last.biases.map((_, output) => last.weights.filter((_, at) => at % outputs === output));
  const common = { kind: 'mlp' as const, hidden: layers };
  if (targets.kind === 'values') {
    const coefficients = [columns[0]!.map((weight) => deviation * weight)];
    return { ...common, link: 'identity', coefficients, intercepts: [deviation * last.biases[0]! + mean] };
  }
  if (outputs > 2) return { ...common, link: 'softmax', coefficients: columns, intercepts: last.biases };
  // Of two classes only the difference of the sums counts.
  const coefficients = [columns[1]!.map((weight, unit) => weight - columns[0]![unit]!)];
  return { ...common, link: 'logistic', coefficients, intercepts: [last.biases[1]! - last.biases[0]!] };
}
