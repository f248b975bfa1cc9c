import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { buildTextCnn, buildTextGru } from '../models/text-networks';
import { parseTrainingConfig } from '../recipe/training-config';
import { type Fold } from '../tables/splits';
import { createTrainingStep } from '../training/create-training-step';
import { keepStart, measureAverage, trainEpoch as trainRows } from '../training/fit-by-epochs';
import { type LossConfig } from '../training/loss';
import { type Batch, type NamedArray } from '../training/training-step';
import { networkOfWeights } from './network-of-weights';
import { FIRST_WORD, PADDING, type TextEncoder, type TextNetwork } from './text-network';
import { type TextLink } from './text-model';

/** What the networks of one cross-validation have in common. */
export interface TextNetworkPlan {
  readonly kind: TextEncoder['kind'];
  readonly link: TextLink;
  /** The most words that one of the networks knows. */
  readonly mostTerms: number;
  /** Ids of one text. */
  readonly length: number;
  readonly scores: number;
  /** One for each class of a softmax. */
  readonly classWeights?: readonly number[] | undefined;
  readonly seed: number;
  /** Texts of the smallest training part. */
  readonly fewest: number;
  /** Texts of each part that says when to stop. */
  readonly heldSizes: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

export interface NetworkExamples {
  /** The word of each id, from id 2 on. */
  readonly terms: readonly string[];
  /** Ids of the words of each text, without padding, at most `length`. */
  readonly sequences: readonly Int32Array[];
  /** Of softmax the class of each text; else 1 or 0 for each score: [texts, scores]. */
  readonly targets: ArrayLike<number>;
}

/** Trains networks of one plan, one after the other, each from the same start; the step is compiled once. */
export interface TextNetworkTrainer {
  /** Trains on the training rows of `held` until the loss of its test rows no longer falls, and keeps the best epoch. */
  search(examples: NetworkExamples, held: Fold, onEpoch?: (share: number) => void): Promise<FittedTextNetwork>;
  /** Trains on some rows for a number of epochs. */
  train(
    examples: NetworkExamples,
    rows: Int32Array,
    epochs: number,
    onEpoch?: (share: number) => void,
  ): Promise<FittedTextNetwork>;
  dispose(): void;
}

export interface FittedTextNetwork {
  readonly network: TextNetwork;
  /** Passes over the texts. */
  readonly epochs: number;
  /** The scores of some of the texts: float64 [rows, scores]. To be asked before the next network is trained. */
  readonly scoresOf: (rows: Int32Array) => Float64Array;
}

const MOST_EPOCHS = 60;
/** Looks at the loss without a lower one after which the search ends. */
const PATIENCE = 8;
/** Steps between two looks, at least: an epoch of few texts changes little. */
const FEWEST_STEPS = 8;
const BATCH = 32;
const PREDICTED = 128;
const CONFIG = parseTrainingConfig({
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  gradientClipNorm: 1,
  // The average of the last steps answers more steadily than the last step.
  weightAverage: 0.98,
});

/** @throws LintelError ENGINE_MISSING */
export async function openTextNetworkTrainer(plan: TextNetworkPlan): Promise<TextNetworkTrainer> {
  const { kind, link, mostTerms, length, scores, classWeights, seed, fewest, heldSizes, signal } = plan;
  const config = { words: FIRST_WORD + mostTerms, length, outputs: scores, seed };
  const model = kind === 'cnn' ? buildTextCnn(config) : buildTextGru(config);
  const loss: LossConfig = {
    output: link === 'softmax' ? 'logits' : 'labels',
    classes: scores,
    labelSmoothing: 0,
    ...(classWeights === undefined ? {} : { classWeights }),
  };
  const size = Math.min(BATCH, fewest);
  const sizes = { train: [size], evaluate: [...new Set(heldSizes)] };
  const step = createTrainingStep(model, { ...CONFIG, loss }, sizes, true);
  const start = await keepStart(step);
  const { learningRate } = CONFIG.optimizer;
  const trainEpoch = (examples: NetworkExamples, rows: Int32Array, epoch: number): Promise<void> => {
    const batchOfRows = (some: Int32Array): Batch<Int32Array> => batchOf(plan, examples, some);
    return trainRows(
      { step, size, seed, purpose: 'text-network', learningRate, signal, batchOf: batchOfRows },
      rows,
      epoch,
    );
  };
  const fitted = (examples: NetworkExamples, epochs: number, weights: readonly NamedArray[]): FittedTextNetwork => {
    step.writeWeights(weights);
    return {
      network: networkOfWeights(model, kind, link, examples.terms),
      epochs,
      scoresOf: (rows) => predictScores(model, plan, examples, rows),
    };
  };

  return {
    async search(examples, { train, test }, onEpoch) {
      await start.restart();
      const tested = batchOf(plan, examples, test);
      const pause = Math.ceil(FEWEST_STEPS / Math.floor(train.length / size));
      let best = { epoch: 1, loss: Infinity, weights: start.weights };
      for (let epoch = 1; epoch <= MOST_EPOCHS && epoch - best.epoch <= pause * PATIENCE; epoch++) {
        await trainEpoch(examples, train, epoch);
        onEpoch?.(epoch / MOST_EPOCHS);
        if (epoch % pause !== 0) continue;
        const { loss: found, average } = measureAverage(step, tested);
        if (found < best.loss) best = { epoch, loss: found, weights: average };
      }
      return fitted(examples, best.epoch, best.weights);
    },
    async train(examples, rows, epochs, onEpoch) {
      await start.restart();
      for (let epoch = 1; epoch <= epochs; epoch++) {
        await trainEpoch(examples, rows, epoch);
        onEpoch?.(epoch / epochs);
      }
      return fitted(examples, epochs, step.readAverage()!);
    },
    dispose() {
      step.dispose();
      model.dispose();
    },
  };
}

function batchOf(plan: TextNetworkPlan, { sequences, targets }: NetworkExamples, rows: Int32Array): Batch<Int32Array> {
  const { link, scores, length } = plan;
  const labels =
    link === 'softmax'
      ? rows.map((row) => targets[row]!)
      : Float32Array.from({ length: rows.length * scores }, (_, at) => {
          const row = rows[Math.floor(at / scores)]!;
          return targets[row * scores + (at % scores)]!;
        });
  return { inputs: padded(sequences, length, rows), labels, size: rows.length };
}

/** int32 [rows, length] */
function padded(sequences: readonly Int32Array[], length: number, rows: Int32Array): Int32Array {
  const inputs = new Int32Array(rows.length * length).fill(PADDING);
  rows.forEach((row, at) => inputs.set(sequences[row]!, at * length));
  return inputs;
}

function predictScores(
  model: LayersModel,
  { length, scores }: TextNetworkPlan,
  { sequences }: NetworkExamples,
  rows: Int32Array,
): Float64Array {
  const tf = loadTensorFlow();
  const found = new Float64Array(rows.length * scores);
  for (let from = 0; from < rows.length; from += PREDICTED) {
    const some = rows.subarray(from, from + PREDICTED);
    const values = tf.tidy(() => {
      const ids = tf.tensor2d(padded(sequences, length, some), [some.length, length], 'int32');
      return (model.predict(ids) as Tensor).dataSync();
    });
    found.set(values, from * scores);
  }
  return found;
}
