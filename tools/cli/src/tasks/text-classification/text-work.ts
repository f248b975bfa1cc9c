import { taskWork } from '../task-commands';
import { evaluateTextModel } from './evaluate-texts';
import { predictTexts } from './predict-texts';
import { findTextData } from './find-text-data';
import { trainTextModel, type TrainTextsOptions } from './train-texts';

export const textWork = taskWork<'text-classification'>({
  train: (options: TrainTextsOptions, context) => trainTextModel(options, context),
  evaluate: (model, options, context) => evaluateTextModel(model, options, context),
  predict: (model, files, _, context) => predictTexts(model, files, context),
  describeGraph: ({ preprocessing: { vocabulary, mostTerms, weighting }, reading }) => ({
    input:
      weighting === 'sequence'
        ? [
            `terms: the first ${mostTerms} words as positions in ${vocabulary.file}, counted from 2; 1 for any other word, 0 after the last one`,
          ]
        : [
            `terms: at most ${mostTerms} positions in ${vocabulary.file}, counted from 1; 0 where there is no term`,
            'weights: the weight of each term, 0 where there is none',
          ],
    output: [
      `${reading.thresholds === undefined ? 'classes' : 'labels'} in this order: ${reading.classNames.join(', ')}`,
      ...(reading.thresholds === undefined ? [] : [`thresholds: ${reading.thresholds.join(', ')}`]),
    ],
  }),
  findTrainingData: (model, _, data) => findTextData(model, data),
});
