export {
  FORECAST_RECIPES,
  type ForecastAnswer,
  type ForecastRecipe,
  type ForecastRequest,
  forecastRequestSchema,
} from './time-series-forecast';
export { type WindowFeature, type WindowPreprocessing } from './window-features';
export { type ForecastReport } from './forecast-report';
