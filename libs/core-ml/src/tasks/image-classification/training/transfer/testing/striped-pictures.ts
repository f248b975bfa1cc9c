import { createHash } from 'node:crypto';
import { createRandom, type Dataset } from '@lintel/contracts';
import { makeBackbone } from '../../../../../backbones/make-backbone';
import { networkWeights } from '../../../../../backbones/network-weights';
import { randomTensors, tinyPlan, tinyTorchFile } from '../../../../../backbones/testing/tiny-network';
import { type RunFineTuneOptions } from '../run-fine-tune';

const SIDE = 20;
const CLASSES = ['differ', 'match'];

/**
 * A colour picture, uint8 [20, 20, 3]: one stripe on noise. It matches if it is red and horizontal, or blue and vertical,
 * which no layer over the mean of unrelated features can tell.
 * @param label 1 if it matches
 */
export function stripedPicture(label: number, seed: string): Uint8Array {
  const random = createRandom(1, 'stripe', seed);
  const place = 3 + random.int(SIDE - 6);
  const isRed = random.int(2) === 1;
  const isHorizontal = isRed === (label === 1);
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, index) => {
    const [row, column] = [Math.floor(index / 3 / SIDE), Math.floor(index / 3) % SIDE];
    const isStripe = Math.abs((isHorizontal ? row : column) - place) < 2;
    return (isStripe && index % 3 === (isRed ? 0 : 2) ? 180 : 40) + random.int(60);
  });
}

function stripedDataset(size: number, seed: number): Dataset {
  const labels = Int32Array.from({ length: size }, (_, at) => at % CLASSES.length);
  const pictures = Array.from(labels, (label, at) => stripedPicture(label, `${seed} ${at}`));
  return {
    size,
    exampleShape: [SIDE, SIDE, 3],
    dtype: 'uint8',
    classNames: CLASSES,
    labels,
    contentHash: createHash('sha256').update(`stripes ${size} ${seed}`).digest('hex'),
    read: (indices, target) =>
      Array.from(indices).forEach((index, at) => target.set(pictures[index]!, at * SIDE * SIDE * 3)),
    close: () => undefined,
  };
}

const plan = tinyPlan(SIDE);

/** A fine-tuning of a tiny random network that takes seconds. */
export const stripesRun = (
  out: string,
): RunFineTuneOptions & { readonly dataset: { readonly validation: Dataset } } => ({
  name: 'stripes',
  network: networkWeights(plan, randomTensors(plan)),
  backbone: makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' }),
  dataset: {
    name: 'stripes',
    train: stripedDataset(192, 1),
    validation: stripedDataset(60, 2),
    test: stripedDataset(60, 3),
  },
  out,
  unsureBelow: 0.5,
  seed: 1,
  trainedFrom: 0,
  rateDecay: 1,
  dropout: 0,
  training: {
    epochs: 6,
    batchSize: 24,
    augmentation: {},
    optimizer: { kind: 'adam', learningRate: 3e-3 },
    labelSmoothing: 0,
    weightAverage: 0.9,
  },
});
