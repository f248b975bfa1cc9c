import { z } from 'zod';
import { estimateSchema } from '../estimate';
import { type Headline, headlinesBy } from '../headline';
import { FORECAST_METRICS } from './metrics';

const metrics = z.record(z.string(), estimateSchema);

/** How good forecasts are, on rows that the model has not learned from. */
export const forecastReportSchema = z.object({
  /** Forecasts that were compared with the true value. */
  examples: z.int().min(1),
  protocol: z.discriminatedUnion('kind', [
    /** The newest share of the rows was tested, on a model of the earlier ones. The model itself is fitted to all rows. */
    z.object({ kind: z.literal('by-time'), share: z.number().gt(0).lt(1) }),
    /** Whole series were tested, on a model of the others. */
    z.object({ kind: z.literal('by-series'), share: z.number().gt(0).lt(1) }),
    /** The model was measured on a file of its own. */
    z.object({ kind: z.literal('held-out') }),
  ]),
  metrics,
  /** Of forecasts that need no model, on the same rows: `lastValue`, `seasonal` or `mean`. */
  baselines: z.record(z.string(), metrics),
  /** The share of the true values that lie in the band. */
  coverage: estimateSchema,
  /** The mean width of the band, in the unit of the target. */
  bandWidth: z.number().min(0),
});
export type ForecastReport = z.infer<typeof forecastReportSchema>;

/** The metrics of a report that lists show, in the order of importance. */
export const forecastHeadlines = ({ metrics: measured }: ForecastReport): Headline[] =>
  headlinesBy(FORECAST_METRICS, measured);
