import { describePictureInput } from '../pictures/describe-picture-input';
import { taskWork } from '../task-commands';
import { type EvaluateEmbeddingOptions, evaluateEmbeddingModel } from './evaluate-embedding';
import { predictEmbedding, type PredictEmbeddingOptions } from './predict-embedding';
import { trainEmbeddingModel, type TrainEmbeddingOptions } from './train-embedding';

export const embeddingWork = taskWork<'image-embedding'>({
  train: (options: TrainEmbeddingOptions, context) => trainEmbeddingModel(options, context),
  evaluate: (model, options: EvaluateEmbeddingOptions, context) => evaluateEmbeddingModel(model, options, context),
  predict: (model, files, options: PredictEmbeddingOptions, context) =>
    predictEmbedding(model, files, options, context),
  describeGraph: ({ preprocessing }) => ({
    input: describePictureInput(preprocessing),
    output: [],
  }),
  findTrainingData: () => Promise.resolve(null),
});
