import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom, type MlpModel } from '@lintel/contracts';
import { type LinearTargets } from '../linear/choose-penalty';
import { tableMlp } from '../models/table-mlp';
import { parseTrainingConfig } from '../recipe/training-config';
import { type DenseMatrix } from '../tables/dense-encoding';
import { type Fold } from '../tables/splits';
import { createTrainingStep } from '../training/create-training-step';
import { type LossConfig } from '../training/loss';
import { type Batch, type NamedArray, type TrainingStep } from '../training/training-step';

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
  const size = batchSizeFor(held.train.length);
  const loss: LossConfig = {
    output: targets.kind === 'values' ? 'value' : tableMlp.output,
    classes: outputs,
    labelSmoothing: 0,
  };
  const sizes = { train: [size], evaluate: [held.test.length] };
  const config = parseTrainingConfig({ ...CONFIG, optimizer: { kind: 'adam', learningRate }, weightDecay });
  const step = createTrainingStep(network, { ...config, loss }, sizes, true);
  try {
    const start = { weights: step.readWeights(), slots: await step.readOptimizer() };
    const run = { step, matrix, targets: scaled, size, seed, learningRate, signal };
    const epochs = await bestEpoch(run, held, (epoch) => onProgress?.(epoch / (2 * MOST_EPOCHS)));
    step.writeWeights(start.weights);
    step.writeAverage(start.weights);
    await step.writeOptimizer(start.slots);
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

interface Run {
  readonly step: TrainingStep;
  readonly matrix: DenseMatrix;
  readonly targets: Int32Array | Float32Array;
  /** Rows a step. */
  readonly size: number;
  readonly seed: number;
  readonly learningRate: number;
  readonly signal: AbortSignal | undefined;
}

async function bestEpoch(run: Run, { train, test }: Fold, onEpoch: (epoch: number) => void): Promise<number> {
  const { step } = run;
  const tested = batchOf(run, test);
  let best = { epoch: 0, loss: Infinity };
  for (let epoch = 1; epoch <= MOST_EPOCHS && epoch - best.epoch <= PATIENCE; epoch++) {
    await trainEpoch(run, train, epoch);
    const weights = step.readWeights();
    step.writeWeights(step.readAverage()!);
    const { loss } = step.evaluate(tested);
    step.writeWeights(weights);
    if (loss < best.loss) best = { epoch, loss };
    onEpoch(epoch);
  }
  return Math.max(1, best.epoch);
}

/** Each row at most once: those that fill no batch take part in another epoch. */
async function trainEpoch(run: Run, rows: Int32Array, epoch: number): Promise<void> {
  const order = createRandom(run.seed, 'mlp', `epoch ${epoch}`).shuffle(rows.slice());
  const batches = Math.floor(rows.length / run.size);
  for (let batch = 0; batch < batches; batch++) {
    const inputs = batchOf(run, order.subarray(batch * run.size, (batch + 1) * run.size));
    run.step.train(inputs, {
      step: (epoch - 1) * batches + batch,
      learningRate: run.learningRate,
    });
  }
  // The engine blocks the thread; between epochs other code can run, such as a signal handler.
  await nextTurn();
  run.signal?.throwIfAborted();
}

function batchOf({ matrix: { columns, values }, targets }: Run, rows: Int32Array): Batch {
  const width = columns.length;
  const inputs = new Float32Array(rows.length * width);
  rows.forEach((row, at) => inputs.set(values.subarray(row * width, (row + 1) * width), at * width));
  const labels = targets instanceof Int32Array ? new Int32Array(rows.length) : new Float32Array(rows.length);
  rows.forEach((row, at) => (labels[at] = targets[row]!));
  return { inputs, labels, size: rows.length };
}

/** A power of two of about a hundredth of the rows, so that small tables get enough steps. */
function batchSizeFor(rows: number): number {
  const wanted = 2 ** Math.round(Math.log2(Math.max(1, rows / 100)));
  return Math.min(rows, Math.max(32, Math.min(512, wanted)));
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
