import { z } from 'zod';
import { estimateSchema } from '../estimate';
import { type Headline, headlinesBy } from '../headline';
import { ANOMALY_METRICS } from './metrics';

const metrics = z.record(z.string(), estimateSchema);

/** How well unusual rows are told from usual ones, on rows that the model has not learned from. */
export const anomalyReportSchema = z.object({
  /** Rows that were scored. */
  examples: z.int().min(1),
  protocol: z.discriminatedUnion('kind', [
    /** The newest share of each series was tested, on a model of the earlier rows. The model itself is fitted to all rows. */
    z.object({ kind: z.literal('by-time'), share: z.number().gt(0).lt(1) }),
    /** The model was measured on a file of its own. */
    z.object({ kind: z.literal('held-out') }),
  ]),
  /**
   * `falseAlarmRate` is the share of the rows without a known anomaly whose score reaches the limit. Without known
   * anomalies it is the only metric.
   */
  metrics,
  /** Of the distance from the mean in standard deviations over the 6,400 rows before each row, on the same rows. */
  baselines: z.record(z.string(), metrics),
  /** Alarms, of which there is one for each stretch of unusual rows. */
  alarms: z.int().min(0),
  /** Known anomalies, and those with an alarm; null if the rows do not say which are anomalies. */
  anomalies: z.object({ known: z.int().min(0), found: z.int().min(0) }).nullable(),
});
export type AnomalyReport = z.infer<typeof anomalyReportSchema>;

/** The metrics of a report that lists show, in the order of importance. */
export const anomalyHeadlines = ({ metrics: measured }: AnomalyReport): Headline[] =>
  headlinesBy(ANOMALY_METRICS, measured);
