export { describeWindows, type DescribedWindows } from './series/describe-windows';
export { type ReadSeries } from './series/read-series';
export { windowLength } from './series/window-matrix';
export { newestWindows } from './tasks/time-series-forecast/newest-windows';
export { evaluateForecast } from './tasks/time-series-forecast/training/evaluate-forecast';
export {
  type ForecastManifest,
  trainForecast,
  type TrainedForecast,
  type TrainForecastRequest,
} from './tasks/time-series-forecast/training/train-forecast';
