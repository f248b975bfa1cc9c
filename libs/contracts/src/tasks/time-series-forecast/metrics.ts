import { type Headline } from '../headline';

// This module has no schemas, so that a page that names metrics does not load zod.

/** How the metrics of forecasts are read. */
export const FORECAST_METRICS: Readonly<Record<string, Pick<Headline, 'unit' | 'better'>>> = {
  mae: { unit: 'target', better: 'lower' },
  rmse: { unit: 'target', better: 'lower' },
  r2: { unit: 'number', better: 'higher' },
  nasaScore: { unit: 'number', better: 'lower' },
};

/** In English. */
export const FORECAST_METRIC_NAMES: Readonly<Record<string, string>> = {
  mae: 'MAE',
  rmse: 'RMSE',
  r2: 'R²',
  nasaScore: 'NASA score',
};
