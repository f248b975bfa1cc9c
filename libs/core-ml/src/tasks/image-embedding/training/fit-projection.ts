import { createRandom } from '@lintel/contracts';
import { throwIfCancelled } from '../../../inference/cancellation';
import { ContrastObjective } from './contrast-objective';
import { principalComponents } from './principal-components';
import { columnMeans, type Projection } from './projection';

/** Features of pictures and what they show. */
export interface EmbeddingExamples {
  /** float32 [pictures, inputs] */
  readonly features: Float32Array;
  readonly inputs: number;
  /** int32 [pictures] */
  readonly labels: Int32Array;
}

export interface FitProjectionOptions {
  readonly seed: number;
  /** Passes over the pictures. */
  readonly epochs: number;
  /**
   * Measures the projection on held-out pictures before the first epoch and after each one; higher is better. Training
   * stops when it has not risen for some epochs. Default: all epochs are trained.
   */
  readonly measure?: ((projection: Projection) => Promise<number>) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((epoch: number) => void) | undefined;
}

export interface FittedProjection {
  readonly projection: Projection;
  /** The number of epochs after which the projection was best. */
  readonly epochs: number;
}

const SIZE = 256;
/** The more pictures compete, the better the loss is; beyond a thousand it costs more than it gives. */
const BATCH_PICTURES = 1_024;
/** Pictures of one label that are in a batch together. */
const TOGETHER = 16;
const PATIENCE = 8;
/** Of the root mean square of the weights, a step. */
const LEARNING_RATE = 0.03;
/** Of the largest deviation: keeps directions of noise from being scaled up. */
const WHITENING = 0.1;

/**
 * Fits a linear projection by supervised contrast. It begins with the whitened principal components, so that even
 * without an epoch it is a good one, and is trained by Adam (Kingma and Ba 2015).
 * @throws LintelError CANCELLED
 */
export async function fitProjection(
  { features, inputs, labels }: EmbeddingExamples,
  { seed, epochs, measure, signal, onEpoch }: FitProjectionOptions,
): Promise<FittedProjection> {
  const mean = columnMeans(features, inputs);
  const centred = features.map((value, at) => value - mean[at % inputs]!);
  const size = Math.max(1, Math.min(SIZE, inputs, labels.length - 1));
  const { directions, deviations } = await principalComponents(centred, inputs, size, seed);
  const floor = WHITENING * Math.max(deviations[0]!, 1e-12);
  const weights = directions.map((value, at) => value / (deviations[at % size]! + floor));
  const rate = LEARNING_RATE * Math.sqrt(weights.reduce((sum, value) => sum + value * value, 0) / weights.length);
  const adam = new Adam(weights, rate);
  const now = (): Projection => ({ inputs, size, mean, weights: Float32Array.from(weights) });
  let best = { projection: now(), epochs: 0, score: (await measure?.(now())) ?? 0 };
  const objective = await ContrastObjective.open(inputs, size);
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      for (const rows of batchesOf(labels, seed, epoch)) {
        throwIfCancelled(signal);
        const batch = { features: rowsOf(centred, inputs, rows), labels: rows.map((row) => labels[row]!) };
        adam.step((await objective.evaluate(weights, batch)).gradient);
      }
      onEpoch?.(epoch);
      const score = (await measure?.(now())) ?? epoch;
      if (score > best.score) best = { projection: now(), epochs: epoch, score };
      if (epoch - best.epochs >= PATIENCE) break;
    }
  } finally {
    await objective.close();
  }
  return { projection: best.projection, epochs: best.epochs };
}

/** Changes the weights in place. */
class Adam {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private steps = 0;

  constructor(
    private readonly weights: Float32Array,
    private readonly rate: number,
  ) {
    this.first = new Float64Array(weights.length);
    this.second = new Float64Array(weights.length);
  }

  step(gradient: Float32Array): void {
    const { weights, first, second, rate } = this;
    this.steps++;
    const [ofFirst, ofSecond] = [1 - 0.9 ** this.steps, 1 - 0.999 ** this.steps];
    for (let at = 0; at < weights.length; at++) {
      first[at] = 0.9 * first[at]! + 0.1 * gradient[at]!;
      second[at] = 0.999 * second[at]! + 0.001 * gradient[at]! ** 2;
      weights[at]! -= (rate * first[at]!) / ofFirst / (Math.sqrt(second[at]! / ofSecond) + 1e-12);
    }
  }
}

/** Every picture once, with others of its label beside it. */
function batchesOf(labels: Int32Array, seed: number, epoch: number): Int32Array[] {
  const random = createRandom(seed, 'contrast', `epoch ${epoch}`);
  const byLabel = new Map<number, number[]>();
  for (const row of random.shuffle(Array.from(labels.keys()))) {
    const label = labels[row]!;
    const rows = byLabel.get(label);
    if (rows) rows.push(row);
    else byLabel.set(label, [row]);
  }
  const chunks: number[][] = [];
  for (const rows of byLabel.values()) {
    for (let start = 0; start < rows.length; start += TOGETHER) chunks.push(rows.slice(start, start + TOGETHER));
  }
  const order = random.shuffle(chunks).flat();
  const batches = Math.ceil(order.length / BATCH_PICTURES);
  return Array.from({ length: batches }, (_, batch) => {
    const place = (part: number): number => Math.floor((part * order.length) / batches);
    return Int32Array.from(order.slice(place(batch), place(batch + 1)));
  });
}

function rowsOf(values: Float32Array, width: number, rows: Int32Array): Float32Array {
  const result = new Float32Array(rows.length * width);
  rows.forEach((row, at) => result.set(values.subarray(row * width, (row + 1) * width), at * width));
  return result;
}
