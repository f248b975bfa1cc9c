import { efficientNetLite } from '../../../../backbones/efficientnet-lite';
import { fineTuneRecipe, stageRate } from './fine-tune-recipe';

const plan = efficientNetLite('efficientnet-lite0');

describe('the recipe of a fine-tuning', () => {
  it('moves few pictures little: stored statistics, last stages, small steps', () => {
    const few = fineTuneRecipe(plan, 300);
    const many = fineTuneRecipe({ ...plan, size: 96 }, 45_000);
    expect([few.statistics, many.statistics]).toEqual(['frozen', 'batch']);
    expect([few.trainedFrom, many.trainedFrom]).toEqual([5, 0]);
    expect(few.config.optimizer.learningRate).toBeLessThan(many.config.optimizer.learningRate);
    expect([few.config.batchSize, many.config.batchSize]).toEqual([16, 64]);
  });

  it('lets the caller override the training and what learns', () => {
    const recipe = fineTuneRecipe(plan, 300, { trainedFrom: 0, statistics: 'batch', training: { epochs: 3 } });
    expect(recipe).toMatchObject({ trainedFrom: 0, statistics: 'batch', config: { epochs: 3, batchSize: 16 } });
    expect(() => fineTuneRecipe(plan, 300, { trainedFrom: 8 })).toThrow('from 0 to 7');
    expect(() => fineTuneRecipe(plan, 300, { rateDecay: 0 })).toThrow('rateDecay');
  });

  it('has a smaller learning rate for every earlier stage', () => {
    expect([Infinity, 7, 6, 0].map((stage) => stageRate(plan, stage, 0.5))).toEqual([1, 0.5, 0.25, 2 ** -8]);
  });
});
