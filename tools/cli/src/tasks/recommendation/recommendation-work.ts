import { taskWork } from '../task-commands';
import { evaluateRecommenderModel, type EvaluateRecommenderOptions } from './evaluate-recommender';
import { predictRecommender, type PredictRecommenderOptions } from './predict-recommender';
import { trainRecommenderModel, type TrainRecommenderOptions } from './train-recommender';

export const recommendationWork = taskWork<'recommendation'>({
  train: (options: TrainRecommenderOptions, context) => trainRecommenderModel(options, context),
  evaluate: (model, options: EvaluateRecommenderOptions, context) => evaluateRecommenderModel(model, options, context),
  predict: (model, files, options: PredictRecommenderOptions, context) =>
    predictRecommender(model, files, options, context),
  describeGraph: ({ preprocessing: { length, decay }, reading: { itemsFile } }) => ({
    input: [
      `the newest ${length} items of a history, oldest first, by their place in ${itemsFile}; 0 where it is shorter`,
      `the weight of each, times ${decay} for every item after it; 0 where the history is shorter`,
    ],
    output: [`items in the order of ${itemsFile}`],
  }),
  findTrainingData: () => Promise.resolve(null),
});
