import { taskWork } from '../task-commands';
import { evaluateForecastModel, type EvaluateForecastOptions } from './evaluate-forecast';
import { predictForecast } from './predict-forecast';
import { trainForecastModel, type TrainForecastOptions } from './train-forecast';

export const forecastWork = taskWork<'time-series-forecast'>({
  train: (options: TrainForecastOptions, context) => trainForecastModel(options, context),
  evaluate: (model, options: EvaluateForecastOptions, context) => evaluateForecastModel(model, options, context),
  predict: (model, files, _, context) => predictForecast(model, files, context),
  describeGraph: ({ preprocessing: { features, target, horizon, step }, reading: { band } }) => ({
    input: [`the ${features.length} features of the manifest in their order; NaN is missing`],
    output: [
      `"${target}" ${horizon} steps of ${step} after the newest row, and the quantiles below and above it; the band of ${band.level} reaches ${band.widening} further`,
    ],
  }),
  findTrainingData: () => Promise.resolve(null),
});
