import { z } from 'zod';
import { estimateSchema } from '../estimate';
import { type Headline } from '../headline';

/** How the examples that a model was measured on were kept apart from those it learned from. */
export const evaluationProtocolSchema = z.discriminatedUnion('kind', [
  /** Each row was tested once, on a model that was fitted to the other folds. The model itself is fitted to all rows. */
  z.object({
    kind: z.literal('cross-validation'),
    folds: z.int().min(2),
    /** `group`: rows of one group are in one fold; `time`: each fold is tested on a model of earlier rows. */
    by: z.enum(['row', 'group', 'time']),
  }),
  /** The model was measured on a file of its own. */
  z.object({ kind: z.literal('held-out') }),
]);

/** The evaluation of a table model: its metrics by key. */
export const metricReportSchema = z.object({
  /** Rows that were tested. */
  examples: z.int().min(1),
  protocol: evaluationProtocolSchema,
  metrics: z.record(z.string(), estimateSchema),
});
export type MetricReport = z.infer<typeof metricReportSchema>;

/** How the metrics of tables are read. */
const METRICS: Readonly<Record<string, Pick<Headline, 'unit' | 'better'>>> = {
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

/** Metrics that make sense for some targets only, so they are measured on request. */
export const OPTIONAL_METRICS = ['nasaScore'] as const;
export type OptionalMetric = (typeof OPTIONAL_METRICS)[number];

/** The metrics of a report that lists show, in the order of importance. */
export function metricHeadlines({ metrics }: MetricReport): Headline[] {
  return Object.entries(METRICS).flatMap(([key, how]) => {
    const estimate = metrics[key];
    if (estimate === undefined) return [];
    return [{ key, value: estimate.value, interval: { low: estimate.low, high: estimate.high }, ...how }];
  });
}
