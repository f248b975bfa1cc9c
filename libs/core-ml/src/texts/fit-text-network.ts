import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { createRandom } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { buildTextCnn, buildTextGru } from '../models/text-networks';
import { parseTrainingConfig } from '../recipe/training-config';
import { type Fold } from '../tables/splits';
import { createTrainingStep } from '../training/create-training-step';
import { type LossConfig } from '../training/loss';
import { type Batch, type TrainingStep } from '../training/training-step';
import { networkOfWeights } from './network-of-weights';
import { PADDING, type TextEncoder, type TextNetwork } from './text-network';
import { type TextLink } from './text-model';

export interface NetworkExamples {
  readonly kind: TextEncoder['kind'];
  readonly link: TextLink;
  /** The word of each id, from id 2 on. */
  readonly terms: readonly string[];
  /** Ids of the words of each text, without padding, at most `length`. */
  readonly sequences: readonly Int32Array[];
  readonly length: number;
  /** Of softmax the class of each text; else 1 or 0 for each score: [texts, scores]. */
  readonly targets: ArrayLike<number>;
  readonly scores: number;
  /** One for each class of a softmax. */
  readonly classWeights?: readonly number[] | undefined;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

export interface FittedTextNetwork {
  readonly network: TextNetwork;
  /** Passes over the texts. */
  readonly epochs: number;
  /** The scores of some of the texts: float64 [rows, scores]. */
  readonly scoresOf: (rows: Int32Array) => Float64Array;
  readonly dispose: () => void;
}

const MOST_EPOCHS = 60;
/** Epochs without a lower loss after which the search ends. */
const PATIENCE = 8;
const BATCH = 32;
const PREDICTED = 128;
const CONFIG = parseTrainingConfig({
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  gradientClipNorm: 1,
  // The average of the last steps answers more steadily than the last step.
  weightAverage: 0.98,
});

/** Trains on the training rows of `held` until the loss of its test rows no longer falls, and keeps the best epoch. */
export function searchTextNetwork(
  examples: NetworkExamples,
  held: Fold,
  onEpoch?: (share: number) => void,
): Promise<FittedTextNetwork> {
  return fit(examples, held.train, held.test, async ({ step, trainEpoch, lossOf }) => {
    let best = { epoch: 0, loss: Infinity, weights: step.readAverage()! };
    for (let epoch = 1; epoch <= MOST_EPOCHS && epoch - best.epoch <= PATIENCE; epoch++) {
      await trainEpoch(epoch);
      const weights = step.readWeights();
      const average = step.readAverage()!;
      step.writeWeights(average);
      const loss = lossOf();
      step.writeWeights(weights);
      if (loss < best.loss) best = { epoch, loss, weights: average };
      onEpoch?.(epoch / MOST_EPOCHS);
    }
    step.writeWeights(best.weights);
    return Math.max(1, best.epoch);
  });
}

/** Trains on some rows for a number of epochs. */
export function trainTextNetwork(
  examples: NetworkExamples,
  rows: Int32Array,
  epochs: number,
  onEpoch?: (share: number) => void,
): Promise<FittedTextNetwork> {
  return fit(examples, rows, new Int32Array(0), async ({ step, trainEpoch }) => {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await trainEpoch(epoch);
      onEpoch?.(epoch / epochs);
    }
    step.writeWeights(step.readAverage()!);
    return epochs;
  });
}

interface Run {
  readonly step: TrainingStep;
  readonly trainEpoch: (epoch: number) => Promise<void>;
  readonly lossOf: () => number;
}

async function fit(
  examples: NetworkExamples,
  train: Int32Array,
  held: Int32Array,
  run: (run: Run) => Promise<number>,
): Promise<FittedTextNetwork> {
  const { kind, link, terms, length, scores, classWeights, seed, signal } = examples;
  const config = { words: terms.length + 2, length, outputs: scores, seed };
  const model = kind === 'cnn' ? buildTextCnn(config) : buildTextGru(config);
  const loss: LossConfig = {
    output: link === 'softmax' ? 'logits' : 'labels',
    classes: scores,
    labelSmoothing: 0,
    ...(classWeights === undefined ? {} : { classWeights }),
  };
  const size = Math.min(BATCH, train.length);
  const step = createTrainingStep(
    model,
    { ...CONFIG, loss },
    { train: [size], evaluate: held.length === 0 ? [] : [held.length] },
    true,
  );
  try {
    const tested = held.length === 0 ? undefined : batchOf(examples, held);
    const batches = Math.floor(train.length / size);
    const trainEpoch = async (epoch: number): Promise<void> => {
      // Rows that fill no batch take part in another epoch.
      const order = createRandom(seed, 'text-network', `epoch ${epoch}`).shuffle(train.slice());
      for (let at = 0; at < batches; at++) {
        step.train(batchOf(examples, order.subarray(at * size, (at + 1) * size)), {
          step: (epoch - 1) * batches + at,
          learningRate: CONFIG.optimizer.learningRate,
        });
      }
      // The engine blocks the thread; between epochs other code can run, such as a signal handler.
      await nextTurn();
      signal?.throwIfAborted();
    };
    const epochs = await run({ step, trainEpoch, lossOf: () => step.evaluate(tested!).loss });
    step.readWeights();
    return {
      network: networkOfWeights(model, kind, link, terms),
      epochs,
      scoresOf: (rows) => predictScores(model, examples, rows),
      dispose: () => model.dispose(),
    };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    step.dispose();
  }
}

function batchOf(examples: NetworkExamples, rows: Int32Array): Batch<Int32Array> {
  const { link, scores, targets } = examples;
  const labels =
    link === 'softmax'
      ? rows.map((row) => targets[row]!)
      : Float32Array.from({ length: rows.length * scores }, (_, at) => {
          const row = rows[Math.floor(at / scores)]!;
          return targets[row * scores + (at % scores)]!;
        });
  return { inputs: padded(examples, rows), labels, size: rows.length };
}

/** int32 [rows, length] */
function padded({ sequences, length }: NetworkExamples, rows: Int32Array): Int32Array {
  const inputs = new Int32Array(rows.length * length).fill(PADDING);
  rows.forEach((row, at) => inputs.set(sequences[row]!, at * length));
  return inputs;
}

function predictScores(model: LayersModel, examples: NetworkExamples, rows: Int32Array): Float64Array {
  const tf = loadTensorFlow();
  const scores = new Float64Array(rows.length * examples.scores);
  for (let from = 0; from < rows.length; from += PREDICTED) {
    const some = rows.subarray(from, from + PREDICTED);
    const values = tf.tidy(() =>
      (
        model.predict(tf.tensor2d(padded(examples, some), [some.length, examples.length], 'int32')) as Tensor
      ).dataSync(),
    );
    scores.set(values, from * examples.scores);
  }
  return scores;
}
