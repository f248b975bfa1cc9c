import { modelDescriptionSchema } from '@lintel/contracts';
import { describeModel } from './describe-model';
import { loansModel, lossModel } from './testing/loans-model';
import { type TrainablePictures } from './tasks/image-classification/trainable-pictures';

const model: TrainablePictures = {
  task: 'image-classification',
  name: 'shop.goods',
  title: 'Goods',
  pipeline: {
    name: 'goods',
    architecture: 'two-conv',
    preprocessing: { kind: 'image', height: 8, width: 8, channels: 1, fit: 'contain', background: 'subtracted' },
    split: { validation: 0.1, test: 0.1 },
    training: { epochs: 6, batchSize: 32 },
    unsureBelow: 0.6,
    seed: 3,
  },
  gates: {},
  loop: {},
  base: { name: 'base', licence: 'MIT', source: 'test', open: () => Promise.reject(new Error('not opened')) },
  labelRepeats: 1,
  intendedUse: 'Names goods.',
  limits: ['One at a time.'],
};

describe('the description of a model', () => {
  it('lists the defaults of a training, and the architectures that fit its pictures', () => {
    const description = describeModel(model);
    expect(modelDescriptionSchema.parse(description)).toEqual(description);
    expect(description.training).toEqual({
      architecture: 'two-conv',
      architectures: ['two-conv', 'three-conv', 'residual-cnn'],
      epochs: 6,
      batchSize: 32,
      precision: 'float32',
      seed: 3,
    });
  });

  it('offers the recipes of its task for a model of a table, which has no epochs', () => {
    for (const [table, recipes] of [
      [loansModel, ['trees', 'linear', 'scorecard', 'mlp']],
      [lossModel, ['trees', 'linear', 'mlp']],
    ] as const) {
      const description = describeModel(table);
      expect(modelDescriptionSchema.parse(description)).toEqual(description);
      expect(description.training).toEqual({
        architecture: 'linear',
        architectures: recipes,
        searchable: true,
        seed: 1,
      });
    }
  });
});
