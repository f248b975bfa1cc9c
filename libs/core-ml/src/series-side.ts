export { describeWindows, type DescribedWindows } from './series/describe-windows';
export { type ReadSeries } from './series/read-series';
export { windowLength } from './series/window-matrix';
export { newestWindows } from './series/newest-windows';
export { evaluateForecast } from './tasks/time-series-forecast/training/evaluate-forecast';
export {
  type ForecastManifest,
  trainForecast,
  type TrainedForecast,
  type TrainForecastRequest,
} from './tasks/time-series-forecast/training/train-forecast';
export { describeAnomalies, type DescribedAnomalies } from './tasks/time-series-anomaly/training/describe-anomalies';
export { evaluateAnomalies } from './tasks/time-series-anomaly/training/evaluate-anomalies';
export {
  trainAnomalies,
  type TrainAnomaliesRequest,
  type TrainedAnomalies,
} from './tasks/time-series-anomaly/training/train-anomalies';
export { findAlarms, type SeriesAlarms } from './tasks/time-series-anomaly/training/find-alarms';
