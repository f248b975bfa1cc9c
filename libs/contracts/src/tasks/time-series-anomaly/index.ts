export {
  ANOMALY_RECIPES,
  type AnomalyAnswer,
  type AnomalyPreprocessing,
  type AnomalyRecipe,
} from './time-series-anomaly';
export { ANOMALY_METRIC_NAMES } from './metrics';
export { type AnomalyReport } from './anomaly-report';
