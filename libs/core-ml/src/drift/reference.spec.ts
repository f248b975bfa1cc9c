import { driftReferenceSchema } from '@lintel/contracts';
import { observePictures } from '../tasks/image-classification/training/observe-pictures';
import { DriftReferenceBuilder } from './reference';

describe('DriftReferenceBuilder', () => {
  it('gathers features, confidences and answers over batches of any size', () => {
    const batches = [
      { size: 2, pixels: [0, 0, 255, 255], probabilities: [0.9, 0.1, 0.2, 0.8], embeddings: [3, 4, 0, 1] },
      { size: 1, pixels: [255, 0], probabilities: [0.5, 0.5], embeddings: [0, 2] },
    ].map(({ size, pixels, probabilities, embeddings }) => ({
      size,
      pixels: Uint8Array.from(pixels),
      probabilities: Float32Array.from(probabilities),
      embeddings: Float32Array.from(embeddings),
    }));
    const builder = new DriftReferenceBuilder(['cup', 'shoe']);
    for (const batch of batches) observePictures(builder, batch, ['cup', 'shoe'], [1, 2, 1]);
    const reference = builder.build();
    expect(reference.outcome).toEqual({
      kind: 'category',
      counts: [
        { name: 'cup', count: 2 },
        { name: 'shoe', count: 1 },
      ],
    });
    const samples = Object.fromEntries(reference.features.map(({ name, sample }) => [name, sample]));
    expect(samples).toEqual({
      brightness: [0, 0.5, 1],
      contrast: [0, 0, 0.5],
      sharpness: [0, 0, 1],
      'embedding-norm': [1, 2, 5],
    });
    expect(reference.confidence).toMatchObject({ examples: 3, sample: [0.5, 0.8, 0.9] });
    expect(driftReferenceSchema.parse(reference)).toEqual(reference);
  });

  it('has no reference without an example', () => {
    expect(() => new DriftReferenceBuilder(['a', 'b']).build()).toThrow(/at least one example/);
  });
});
