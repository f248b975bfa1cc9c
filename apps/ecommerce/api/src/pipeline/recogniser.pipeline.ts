import { type Pipeline } from '@lintel/core-ml/training';

/** Kinds of clothing, from Fashion-MNIST: the first model of a new installation. */
export const recogniserPipeline: Pipeline = {
  name: 'fashion-recogniser',
  architecture: 'two-conv',
  // The examples are light on black; a photograph has a table, a wall or a floor as background.
  preprocessing: { kind: 'image', height: 28, width: 28, channels: 1, fit: 'contain', background: 'subtracted' },
  split: { validation: 0.1, test: 1 / 7 },
  training: {
    epochs: 6,
    batchSize: 128,
    schedule: { kind: 'cosine', warmupShare: 0.05, finalShare: 0.01 },
    augmentation: { horizontalFlip: true, shiftPixels: 2 },
  },
  unsureBelow: 0.6,
  seed: 1,
};
