import { type ModelVersion } from '@lintel/contracts';
import { configurationDifferences } from './configuration';

const version = (training: object, config: object = {}): ModelVersion =>
  ({
    datasetVersionId: null,
    manifest: {
      architecture: { name: 'two-conv', parameters: 10, config },
      task: 'image-classification',
      preprocessing: { kind: 'image', width: 28, mean: [0.5] },
      training: {
        seed: 1,
        engine: 'tensorflow',
        network: { epochs: 5, batchSize: 64, optimizer: 'adam', bestEpoch: 5, ...training },
      },
      dataset: { name: 'goods', contentHash: 'a', examples: { train: 1, validation: 1, test: 1 } },
      reading: { classNames: ['a', 'b'], unsureBelow: 0.5 },
      onnx: { opset: 17 },
      provenance: null,
    },
  }) as unknown as ModelVersion;

describe('configurationDifferences', () => {
  it('names what differs and omits what all have in common', () => {
    expect(configurationDifferences([version({}), version({ epochs: 20 }), version({})])).toEqual([
      { name: 'training.epochs', values: ['5', '20', '5'] },
    ]);
    expect(configurationDifferences([version({}), version({})])).toEqual([]);
  });

  it('shows a setting that only some have, at any depth', () => {
    expect(configurationDifferences([version({}, { dropout: { rate: 0.2 } }), version({})])).toEqual([
      { name: 'architecture.dropout.rate', values: ['0.2', null] },
    ]);
  });
});
