import { taskWork } from '../task-commands';
import { evaluateAnomalyModel } from './evaluate-anomaly';
import { predictAnomalies } from './predict-anomaly';
import { trainAnomalyModel, type TrainAnomalyOptions } from './train-anomaly';

export const anomalyWork = taskWork<'time-series-anomaly'>({
  train: (options: TrainAnomalyOptions, context) => trainAnomalyModel(options, context),
  evaluate: (model, options, context) => evaluateAnomalyModel(model, options, context),
  predict: (model, files, _, context) => predictAnomalies(model, files, context),
  describeGraph: ({ preprocessing: { features, signals }, reading: { limit } }) => ({
    input: [`the ${features.length} features of the manifest in their order; NaN is missing`],
    output: [`how unusual the newest row is, then ${signals.join(', ')}; from ${limit} on it is an anomaly`],
  }),
  findTrainingData: () => Promise.resolve(null),
});
