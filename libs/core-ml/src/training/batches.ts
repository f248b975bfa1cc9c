import { createRandom, type Dataset, type Preprocessor, sizeOfShape } from '@lintel/contracts';
import { augment, type Augmentation } from '../preprocessing/augmentation';
import { evenlySpaced } from '../numbers/evenly-spaced';
import { normalisePixels } from '../preprocessing/normalisation';
import { type Batch } from './training-step';

export interface BatchesConfig {
  readonly dataset: Dataset;
  readonly preprocessor: Preprocessor;
  readonly batchSize: number;
}

export interface ShuffledBatchesConfig extends BatchesConfig {
  readonly augmentation?: Augmentation;
  readonly seed: number;
  /** Order and augmentation depend only on seed and epoch, so that a resumed run repeats them. */
  readonly epoch: number;
}

export const batchCount = (examples: number, batchSize: number): number => Math.ceil(examples / batchSize);

/** The distinct batch sizes of one pass: the last batch can be smaller. */
export function batchSizes(examples: number, batchSize: number): number[] {
  const tail = examples % batchSize;
  return [...(examples >= batchSize ? [batchSize] : []), ...(tail > 0 ? [tail] : [])];
}

/**
 * All examples once, in order; the last batch can be smaller. The arrays are reused: a batch is valid until the next
 * one.
 */
export function* orderedBatches(config: BatchesConfig): Generator<Batch> {
  const { dataset, preprocessor } = config;
  const order = Int32Array.from({ length: dataset.size }, (_, index) => index);
  yield* batches(config, order, (pixels, _size, target) => normalisePixels(pixels, preprocessor, target));
}

/** One batch of at most `count` examples, evenly spread over the dataset. */
export function spreadBatch({ dataset, preprocessor }: Omit<BatchesConfig, 'batchSize'>, count: number): Batch {
  const order = evenlySpaced(dataset.size, count);
  const config = { dataset, preprocessor, batchSize: order.length };
  const [batch] = batches(config, order, (pixels, _size, target) => normalisePixels(pixels, preprocessor, target));
  return batch!;
}

/**
 * All examples once, augmented and in the order of this epoch; the last batch can be smaller. The arrays are reused.
 */
export function* shuffledBatches(config: ShuffledBatchesConfig): Generator<Batch> {
  const { dataset, seed, epoch } = config;
  const varied = { ...config, exampleShape: dataset.exampleShape };
  yield* batches(config, shuffledOrder(dataset.size, seed, epoch), pixelPreparation(varied, epoch));
}

export function shuffledOrder(examples: number, seed: number, epoch: number): Int32Array {
  const order = Int32Array.from({ length: examples }, (_, index) => index);
  createRandom(seed, 'shuffle', String(epoch)).shuffle(order);
  return order;
}

/** Processes the pixels of a batch for the engine; `pixels` can be modified. */
export type PreparePixels = (pixels: Uint8Array, size: number, target: Float32Array) => void;

export interface PixelPreparationConfig extends Pick<ShuffledBatchesConfig, 'preprocessor' | 'augmentation' | 'seed'> {
  readonly exampleShape: readonly number[];
}

/**
 * Augmentation and normalisation of one epoch, batch by batch in order: the random numbers continue from one batch to
 * the next.
 */
export function pixelPreparation(config: PixelPreparationConfig, epoch: number): PreparePixels {
  const { preprocessor, augmentation, seed } = config;
  const random = createRandom(seed, 'augmentation', String(epoch));
  const shape = config.exampleShape as [number, number, number];
  return (pixels, size, target) => {
    if (augmentation) augment(pixels, [size, ...shape], augmentation, random);
    normalisePixels(pixels, preprocessor, target);
  };
}

function* batches({ dataset, batchSize }: BatchesConfig, order: Int32Array, prepare: PreparePixels): Generator<Batch> {
  const exampleSize = sizeOfShape(dataset.exampleShape);
  const capacity = Math.min(batchSize, order.length);
  const inputs = new Float32Array(capacity * exampleSize);
  const pixels = dataset.dtype === 'uint8' ? new Uint8Array(capacity * exampleSize) : undefined;
  const labels = new Int32Array(capacity);

  for (let start = 0; start < order.length; start += batchSize) {
    const indices = order.subarray(start, start + batchSize);
    const size = indices.length;
    const used = inputs.subarray(0, size * exampleSize);
    if (pixels) {
      const raw = pixels.subarray(0, size * exampleSize);
      dataset.read(indices, raw);
      prepare(raw, size, used);
    } else {
      dataset.read(indices, used);
    }
    labelsOf(dataset, indices, labels);
    yield { inputs: used, labels: labels.subarray(0, size), size };
  }
}

export function labelsOf(dataset: Dataset, indices: Int32Array, target: Int32Array): void {
  indices.forEach((index, at) => (target[at] = dataset.labels[index]!));
}
