import { barDataset, barPipeline } from '@lintel/core-ml/testing/bars';
import { type TrainablePictures } from '../tasks/image-classification/trainable-pictures';

export const BARS = 'shop.bars';

/** A model that learns the orientation of a bar in seconds. */
export const barsModel: TrainablePictures = {
  task: 'image-classification',
  name: BARS,
  title: 'Bars',
  pipeline: { ...barPipeline, split: { validation: 0.1, test: 0.3 } },
  gates: { minimumGain: -0.05 },
  loop: {},
  base: {
    name: 'bars',
    licence: 'Apache-2.0',
    source: 'drawn by a program',
    open: () => Promise.resolve(barDataset(400, 1)),
  },
  labelRepeats: 3,
  intendedUse: 'Tests.',
  limits: ['Knows bars alone.'],
};
