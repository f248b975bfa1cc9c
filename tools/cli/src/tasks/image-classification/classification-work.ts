import { describePictureInput } from '../pictures/describe-picture-input';
import { taskWork } from '../task-commands';
import { evaluateLabelModel } from './evaluate-labels';
import { evaluatePictures, type EvaluatePicturesOptions } from './evaluate-pictures';
import { guardedTrain } from './guarded-train';
import { findPictureData } from './picture-data';
import { predictPictures, type PredictPicturesOptions } from './predict-pictures';
import { type TrainPicturesOptions } from './train-pictures-options';

export const classificationWork = taskWork<'image-classification'>({
  train: (options: TrainPicturesOptions, context) => guardedTrain(options, context),
  evaluate: (model, options: EvaluatePicturesOptions, context) =>
    model.manifest.reading.thresholds === undefined
      ? evaluatePictures(model, options, context)
      : evaluateLabelModel(model, options, context),
  predict: (model, files, options: PredictPicturesOptions, context) => predictPictures(model, files, options, context),
  describeGraph: ({ preprocessing, reading }) => ({
    input: describePictureInput(preprocessing),
    output: [`classes in this order: ${reading.classNames.join(', ')}`],
  }),
  findTrainingData: (model, _, data) => findPictureData(model, data),
});
