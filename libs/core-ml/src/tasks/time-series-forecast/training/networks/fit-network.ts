import type { LayersModel, Tensor } from '@tensorflow/tfjs-node-gpu';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom, type WindowPreprocessing } from '@lintel/contracts';
import { loadTensorFlow } from '../../../../engine/tensorflow';
import { sequenceNetwork } from '../../../../models/sequence-network';
import { parseTrainingConfig } from '../../../../recipe/training-config';
import {
  encodeSequences,
  fitSequenceScale,
  type SequenceScale,
  type Standard,
  standardOf,
} from '../../../../series/encode-sequences';
import { channelsOf, type SequenceLayout, sequenceLayout } from '../../../../series/sequence-layout';
import { type FeatureMatrix } from '../../../../tables/feature-matrix';
import { createTrainingStep } from '../../../../training/create-training-step';
import { batchSizeFor } from '../../../../training/fit-by-epochs';
import { scheduleFactor } from '../../../../training/learning-rate-schedule';
import { OUTPUTS } from '../../forecast-output';
import { type FitForecasterRequest } from '../fit-forecaster';

/** A network and how values are standardised for it. */
export interface FittedNetwork {
  readonly network: LayersModel;
  readonly layout: SequenceLayout;
  readonly scale: SequenceScale;
  /** Of the target, in its unit. */
  readonly target: Standard;
  readonly epochs: number;
}

/** Windows overlap and networks see each of them often, so both numbers are limited. */
const MOST_EPOCHS = 30;
const MOST_STEPS = 2_000;
const MOST_BATCH_ROWS = 256;
const PREDICTED_AT_ONCE = 512;
export const NETWORK_TRAINING = parseTrainingConfig({
  optimizer: { kind: 'adam', learningRate: 3e-3 },
  schedule: { kind: 'cosine', warmupShare: 0.1 },
  weightDecay: 0.01,
  gradientClipNorm: 1,
});

/**
 * Trains a network by the compiled step on the quantile losses of the value and both ends of the band. The number of
 * epochs follows from the number of windows, and the learning rate falls to zero, so no windows are held out to stop.
 * @throws LintelError ENGINE_MISSING, INVALID_ARGUMENT (features of another recipe); the signal's reason
 */
export async function fitNetwork(
  kind: 'gru' | 'tcn',
  about: WindowPreprocessing,
  { examples: { features, targets }, rows, centre, level, seed, onProgress, signal }: FitForecasterRequest,
): Promise<FittedNetwork> {
  const layout = sequenceLayout(about);
  const scale = fitSequenceScale(features, rows, layout);
  const target = standardOf(Float64Array.from(rows, (row) => targets[row]!));
  const network = sequenceNetwork({ kind, steps: layout.steps, channels: channelsOf(layout), outputs: OUTPUTS, seed });
  const size = batchSizeFor(rows.length, MOST_BATCH_ROWS);
  const levels = [centre === 'mean' ? ('mean' as const) : 0.5, (1 - level) / 2, (1 + level) / 2];
  const loss = { output: 'quantiles' as const, classes: OUTPUTS, labelSmoothing: 0, levels };
  const step = createTrainingStep(network, { ...NETWORK_TRAINING, loss }, { train: [size], evaluate: [] }, true);
  const batches = Math.floor(rows.length / size);
  const epochs = Math.max(1, Math.min(MOST_EPOCHS, Math.round(MOST_STEPS / batches)));
  const { optimizer, schedule } = NETWORK_TRAINING;
  try {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const order = createRandom(seed, kind, `epoch ${epoch}`).shuffle(rows.slice());
      for (let batch = 0; batch < batches; batch += 1) {
        const some = order.subarray(batch * size, (batch + 1) * size);
        const inputs = encodeSequences(features, some, layout, scale);
        const labels = Float32Array.from(some, (row) => (targets[row]! - target.mean) / target.deviation);
        const at = epoch * batches + batch;
        const learningRate = optimizer.learningRate * scheduleFactor(schedule, at, epochs * batches);
        step.train({ inputs, labels, size }, { step: at, learningRate });
        // The engine blocks the thread; between steps other code can run, such as a signal handler.
        await nextTurn();
        signal?.throwIfAborted();
      }
      onProgress?.((epoch + 1) / epochs);
    }
    // Copies the trained weights from the compiled step to the network.
    step.readWeights();
    return { network, layout, scale, target, epochs };
  } catch (error) {
    network.dispose();
    throw error;
  } finally {
    step.dispose();
  }
}

/** @returns float64 [rows, 3] in the unit of the target, as the graph's output */
export function predictNetwork(
  { network, layout, scale, target }: FittedNetwork,
  features: FeatureMatrix,
): Float64Array {
  const tf = loadTensorFlow();
  const answers = new Float64Array(features.rows * OUTPUTS);
  for (let from = 0; from < features.rows; from += PREDICTED_AT_ONCE) {
    const size = Math.min(PREDICTED_AT_ONCE, features.rows - from);
    const rows = Int32Array.from({ length: size }, (_, at) => from + at);
    const inputs = encodeSequences(features, rows, layout, scale);
    const outputs = tf.tidy(() =>
      (network.predict(tf.tensor(inputs, [size, layout.steps, channelsOf(layout)])) as Tensor).dataSync(),
    );
    outputs.forEach((value, at) => (answers[from * OUTPUTS + at] = target.mean + target.deviation * value));
  }
  return answers;
}
