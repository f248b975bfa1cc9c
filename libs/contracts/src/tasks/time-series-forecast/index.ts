export {
  FORECAST_RECIPES,
  type ForecastAnswer,
  type ForecastRecipe,
  type ForecastRequest,
  forecastRequestSchema,
} from './time-series-forecast';
export { type WindowFeature, type WindowPreprocessing } from './window-features';
export { FORECAST_METRIC_NAMES } from './metrics';
export { type ForecastReport } from './forecast-report';
