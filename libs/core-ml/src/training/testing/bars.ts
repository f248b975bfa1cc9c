import { createHash } from 'node:crypto';
import { createRandom, type Dataset, type Preprocessor } from '@lintel/contracts';
import { type Pipeline } from '../../tasks/image-classification/training/pipeline';

const SIDE = 12;
export const BAR_CLASSES = ['diagonal', 'horizontal', 'vertical'];

/** One grey picture, uint8 [12, 12, 1]: a bar of its class on noise. */
export function barPicture(label: number, seed: number): Uint8Array {
  const random = createRandom(seed, 'bar', String(label));
  const place = 2 + random.int(SIDE - 4);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [row, column] = [Math.floor(at / SIDE), at % SIDE];
    const onBar = label === 0 ? Math.abs(row - column) < 2 : label === 1 ? row === place : column === place;
    return (onBar ? 180 : 40) + random.int(60);
  });
}

/** A dataset that a small model learns in seconds. */
export function barDataset(size: number, seed: number): Dataset {
  const labels = Int32Array.from({ length: size }, (_, at) => at % BAR_CLASSES.length);
  const pictures = [...labels].map((label, at) => barPicture(label, seed * 10_000 + at));
  return {
    size,
    exampleShape: [SIDE, SIDE, 1],
    dtype: 'uint8',
    classNames: BAR_CLASSES,
    labels,
    contentHash: createHash('sha256').update(`bars ${size} ${seed}`).digest('hex'),
    read: (indices, target) => {
      Array.from(indices).forEach((index, at) => target.set(pictures[index]!, at * SIDE * SIDE));
    },
    close: () => undefined,
  };
}

export const barPipeline: Pipeline = {
  name: 'bars',
  architecture: 'two-conv',
  preprocessing: { kind: 'image', height: SIDE, width: SIDE, channels: 1, fit: 'stretch', background: 'as-is' },
  split: { validation: 0, test: 0 },
  training: { epochs: 4, batchSize: 32 },
  unsureBelow: 0.5,
  seed: 1,
};

/** A preprocessor for batches without a pipeline (a pipeline would fit the normalisation). */
export const barPreprocessor: Preprocessor = { ...barPipeline.preprocessing, mean: [0.4], std: [0.3] };

export const barSplits = () => ({
  name: 'bars',
  train: barDataset(300, 1),
  validation: barDataset(60, 2),
  test: barDataset(90, 3),
});
