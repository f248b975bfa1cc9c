import { type Headline } from '../headline';

// This module has no schemas, so that a page that names metrics does not load zod.

/** How the metrics of detectors are read. */
export const ANOMALY_METRICS: Readonly<Record<string, Pick<Headline, 'unit' | 'better'>>> = {
  averagePrecision: { unit: 'share', better: 'higher' },
  auc: { unit: 'share', better: 'higher' },
  nab: { unit: 'number', better: 'higher' },
  falseAlarmRate: { unit: 'share', better: 'lower' },
};

/** In English. */
export const ANOMALY_METRIC_NAMES: Readonly<Record<string, string>> = {
  averagePrecision: 'Average precision',
  auc: 'AUC',
  nab: 'NAB score',
  falseAlarmRate: 'False alarms',
};
