import { z } from 'zod';
import { estimateSchema } from '../estimate';
import { type Headline, headlinesBy } from '../headline';
import { METRICS } from './metrics';

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

/** Metrics that make sense for some targets only, so they are measured on request. */
export const OPTIONAL_METRICS = ['nasaScore'] as const;
export type OptionalMetric = (typeof OPTIONAL_METRICS)[number];

/** The metrics of a report that lists show, in the order of importance. */
export const metricHeadlines = ({ metrics: measured }: MetricReport): Headline[] => headlinesBy(METRICS, measured);
