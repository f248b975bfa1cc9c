import { epochResultSchema } from './training';

const epoch = { epoch: 1, trainLoss: 0.5, validationLoss: null, learningRate: 0.001, imagesPerSecond: 90, seconds: 2 };

describe('a row of the learning curve', () => {
  it('holds the figures of its task', () => {
    const figures = [{ key: 'rmse', unit: 'target', train: 12, validation: null }];
    expect(epochResultSchema.parse({ ...epoch, figures }).figures).toEqual(figures);
    expect(() => epochResultSchema.parse(epoch)).toThrow();
  });

  it('is read from manifests that were signed when every network classified', () => {
    const earlier = { ...epoch, trainAccuracy: 0.75, validationAccuracy: 0.5 };
    expect(epochResultSchema.parse(earlier)).toEqual({
      ...epoch,
      figures: [{ key: 'accuracy', unit: 'share', train: 0.75, validation: 0.5 }],
    });
    expect(epochResultSchema.parse({ ...earlier, validationAccuracy: null }).figures[0]).toMatchObject({
      validation: null,
    });
  });
});
