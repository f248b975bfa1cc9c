import { type ManifestOf } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { describePictureInput } from '../pictures/describe-picture-input';
import { type TaskWork } from '../task-commands';
import { evaluateLabelModel } from './evaluate-labels';
import { evaluatePictures, type EvaluatePicturesOptions } from './evaluate-pictures';
import { guardedTrain } from './guarded-train';
import { findPictureData } from './picture-data';
import { predictPictures, type PredictPicturesOptions } from './predict-pictures';
import { type TrainPicturesOptions } from './train-pictures';

type Model = StoredModel<'image-classification'>;

export const classificationWork: TaskWork = {
  train: (options: TrainPicturesOptions, context) => guardedTrain(options, context),
  evaluate: (model: Model, options: EvaluatePicturesOptions, context) =>
    model.manifest.reading.thresholds === undefined
      ? evaluatePictures(model, options, context)
      : evaluateLabelModel(model, options, context),
  predict: (model: Model, files, options: PredictPicturesOptions, context) =>
    predictPictures(model, files, options, context),
  describeGraph: ({ preprocessing, reading }: ManifestOf<'image-classification'>) => ({
    input: describePictureInput(preprocessing),
    output: [`classes in this order: ${reading.classNames.join(', ')}`],
  }),
  findTrainingData: (model, _, data) => findPictureData(model, data),
};
