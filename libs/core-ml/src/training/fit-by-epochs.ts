import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from '@lintel/contracts';
import { type NamedArray, type TrainingBatch, type TrainingStep } from './training-step';

export interface EpochConfig {
  readonly step: TrainingStep;
  /** Rows a step. */
  readonly size: number;
  readonly seed: number;
  /** Tells the orders of one use of the seed from those of others. */
  readonly purpose: string;
  readonly learningRate: number;
  readonly batchOf: (rows: Int32Array) => TrainingBatch;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains on rows in a random order, each at most once: those that fill no batch take part in another epoch.
 * @param epoch from 1
 */
export async function trainEpoch(config: EpochConfig, rows: Int32Array, epoch: number): Promise<void> {
  const { step, size, seed, purpose, learningRate, batchOf, signal } = config;
  const order = createRandom(seed, purpose, `epoch ${epoch}`).shuffle(rows.slice());
  const batches = Math.floor(rows.length / size);
  for (let batch = 0; batch < batches; batch++) {
    const inputs = batchOf(order.subarray(batch * size, (batch + 1) * size));
    step.train(inputs, { step: (epoch - 1) * batches + batch, learningRate });
  }
  // The engine blocks the thread; between epochs other code can run, such as a signal handler.
  await nextTurn();
  signal?.throwIfAborted();
}

/** The averaged weights and their loss on a batch; the training goes on with its own weights. */
export function measureAverage(step: TrainingStep, batch: TrainingBatch): { loss: number; average: NamedArray[] } {
  const weights = step.readWeights();
  const average = step.readAverage()!;
  step.writeWeights(average);
  const { loss } = step.evaluate(batch);
  step.writeWeights(weights);
  return { loss, average };
}

/** Keeps the state of a step; the returned function brings it back, so that a second training starts alike. */
export async function keepStart(
  step: TrainingStep,
): Promise<{ readonly weights: readonly NamedArray[]; readonly restart: () => Promise<void> }> {
  const weights = step.readWeights();
  const slots = await step.readOptimizer();
  return {
    weights,
    async restart() {
      step.writeWeights(weights);
      step.writeAverage(weights);
      await step.writeOptimizer(slots);
    },
  };
}

/**
 * A power of two of about a hundredth of the rows, so that few rows get enough steps.
 * @param most a power of two, at least 32
 */
export function batchSizeFor(rows: number, most: number): number {
  const wanted = 2 ** Math.round(Math.log2(Math.max(1, rows / 100)));
  return Math.min(rows, Math.max(32, Math.min(most, wanted)));
}
