export { FORECAST_RECIPES, type ForecastAnswer, type ForecastRecipe } from './time-series-forecast';
export { FORECAST_METRIC_NAMES } from './metrics';
export { type ForecastReport } from './forecast-report';
