import { createRandom, type Dataset, type Preprocessor } from '@lintel/contracts';
import { augment, type Augmentation } from '../preprocessing/augmentation';
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
  /** The order and the augmentation follow from seed and epoch alone, so that a resumed run repeats them. */
  readonly epoch: number;
}

export const batchCount = (examples: number, batchSize: number): number => Math.ceil(examples / batchSize);

/** The sizes that the batches of one pass have: the last one may be smaller. */
export function batchSizes(examples: number, batchSize: number): number[] {
  const tail = examples % batchSize;
  return [...(examples >= batchSize ? [batchSize] : []), ...(tail > 0 ? [tail] : [])];
}

/** All examples once, in order; the last batch may be smaller. The arrays are reused: a batch is valid until the next. */
export function* orderedBatches(config: BatchesConfig): Generator<Batch> {
  const order = Int32Array.from({ length: config.dataset.size }, (_, index) => index);
  yield* batches(config, order, () => undefined);
}

/** All examples once, in an order of this epoch, augmented; the last batch may be smaller. The arrays are reused. */
export function* shuffledBatches(config: ShuffledBatchesConfig): Generator<Batch> {
  const { dataset, seed, epoch, augmentation } = config;
  const order = Int32Array.from({ length: dataset.size }, (_, index) => index);
  createRandom(seed, 'shuffle', String(epoch)).shuffle(order);
  const random = createRandom(seed, 'augmentation', String(epoch));
  const shape = dataset.exampleShape as [number, number, number];
  yield* batches(config, order, (pixels, size) => {
    if (augmentation) augment(pixels, [size, ...shape], augmentation, random);
  });
}

function* batches(
  { dataset, preprocessor, batchSize }: BatchesConfig,
  order: Int32Array,
  change: (pixels: Uint8Array, size: number) => void,
): Generator<Batch> {
  const exampleSize = dataset.exampleShape.reduce((product, size) => product * size, 1);
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
      change(raw, size);
      normalisePixels(raw, preprocessor, used);
    } else {
      dataset.read(indices, used);
    }
    indices.forEach((index, at) => (labels[at] = dataset.labels[index]!));
    yield { inputs: used, labels: labels.subarray(0, size), size };
  }
}
