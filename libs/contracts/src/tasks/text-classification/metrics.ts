// This module has no schemas, so that a page that names metrics does not load zod.

/** The metrics of texts, the most important one first. All are shares, and higher is better. */
export const TEXT_METRICS = ['macroF1', 'microF1', 'accuracy', 'f1', 'auc', 'averagePrecision'] as const;
export type TextMetric = (typeof TEXT_METRICS)[number];

/** In English. */
export const TEXT_METRIC_NAMES: Readonly<Record<TextMetric, string>> = {
  macroF1: 'Macro F1',
  microF1: 'Micro F1',
  accuracy: 'Accuracy',
  f1: 'F1',
  auc: 'AUC',
  averagePrecision: 'Average precision',
};
