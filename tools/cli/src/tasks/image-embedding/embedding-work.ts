import { type ManifestOf } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { describePictureInput } from '../pictures/describe-picture-input';
import { type TaskWork } from '../task-commands';
import { type EvaluateEmbeddingOptions, evaluateEmbeddingModel } from './evaluate-embedding';
import { predictEmbedding, type PredictEmbeddingOptions } from './predict-embedding';
import { trainEmbeddingModel, type TrainEmbeddingOptions } from './train-embedding';

type Model = StoredModel<'image-embedding'>;

export const embeddingWork: TaskWork = {
  train: (options: TrainEmbeddingOptions, context) => trainEmbeddingModel(options, context),
  evaluate: (model: Model, options: EvaluateEmbeddingOptions, context) =>
    evaluateEmbeddingModel(model, options, context),
  predict: (model: Model, files, options: PredictEmbeddingOptions, context) =>
    predictEmbedding(model, files, options, context),
  describeGraph: ({ preprocessing }: ManifestOf<'image-embedding'>) => ({
    input: describePictureInput(preprocessing),
    output: [],
  }),
  findTrainingData: () => Promise.resolve(null),
};
