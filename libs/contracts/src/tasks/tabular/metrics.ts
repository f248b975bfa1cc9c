import { type Headline } from '../headline';

// This module has no schemas, so that a page that names metrics does not load zod.

/** How the metrics of tables are read. */
export const METRICS: Readonly<Record<string, Pick<Headline, 'unit' | 'better'>>> = {
  auc: { unit: 'share', better: 'higher' },
  averagePrecision: { unit: 'share', better: 'higher' },
  ks: { unit: 'share', better: 'higher' },
  brier: { unit: 'number', better: 'lower' },
  accuracy: { unit: 'share', better: 'higher' },
  macroF1: { unit: 'share', better: 'higher' },
  microF1: { unit: 'share', better: 'higher' },
  rmse: { unit: 'target', better: 'lower' },
  mae: { unit: 'target', better: 'lower' },
  r2: { unit: 'number', better: 'higher' },
  nasaScore: { unit: 'number', better: 'lower' },
};

/** In English. */
export const METRIC_NAMES: Readonly<Record<string, string>> = {
  auc: 'AUC',
  averagePrecision: 'Average precision',
  ks: 'KS',
  brier: 'Brier score',
  accuracy: 'Accuracy',
  macroF1: 'Macro F1',
  microF1: 'Micro F1',
  rmse: 'RMSE',
  mae: 'MAE',
  r2: 'R²',
  nasaScore: 'NASA score',
};
