import { z } from 'zod';

const signal = z.string();
const steps = z.int().min(0).max(100_000);
const length = z.int().min(2).max(100_000);

/**
 * One number that a model sees of a window of rows. Missing values are left out of `mean`, `deviation`,
 * `minimum`, `maximum` and `slope`; a feature without a value is missing.
 */
export const windowFeatureSchema = z.discriminatedUnion('kind', [
  /** The value so many steps before the newest row; 0: of the newest row. */
  z.object({ kind: z.literal('lag'), signal, steps }),
  /** Of the newest `length` steps. */
  z.object({ kind: z.literal('mean'), signal, length }),
  /** The standard deviation (divisor n - 1) of the newest `length` steps. */
  z.object({ kind: z.literal('deviation'), signal, length }),
  z.object({ kind: z.literal('minimum'), signal, length }),
  z.object({ kind: z.literal('maximum'), signal, length }),
  /** The slope of the line with the least squared error through the newest `length` steps, in units a step. */
  z.object({ kind: z.literal('slope'), signal, length }),
  /**
   * How far the newest value is from the nearest one of the `length` steps before it, where 0 is the usual distance of
   * that time (the median) and 1 one that only a twentieth of them exceeds. It needs no training, and follows a series
   * whose level moves (nearest neighbour distance; Ramaswamy, Rastogi & Shim 2000).
   */
  z.object({ kind: z.literal('novelty'), signal, length }),
  /** Of the forecast's time in UTC: hours since midnight, or days since Monday, fractions included. */
  z.object({ kind: z.literal('calendar'), part: z.enum(['hour', 'weekday']) }),
  /** The newest row's time itself, where times are numbers such as cycles. */
  z.object({ kind: z.literal('time') }),
]);
export type WindowFeature = z.infer<typeof windowFeatureSchema>;

/** How rows of a series become the graph's input, float32 [features]. */
export const windowPreprocessingSchema = z.object({
  kind: z.literal('window'),
  time: z.object({ column: z.string(), format: z.enum(['iso', 'unix-seconds']) }),
  /** The column that says which series a row belongs to; null if there is one series only. */
  series: z.string().nullable(),
  /** The columns that the features are computed from. */
  signals: z.array(z.string()),
  target: z.string(),
  /** The time between two values, in seconds, or in the unit of times that are numbers. */
  step: z.number().positive(),
  /** How many steps after the newest row the forecast is for; 0: the newest row's own value of a column that is no signal. */
  horizon: z.int().min(0).max(100_000),
  /** Steps of a season, such as the steps of a day; null if there is none. */
  season: z.int().min(2).max(100_000).nullable(),
  features: z.array(windowFeatureSchema).min(1),
});
export type WindowPreprocessing = z.infer<typeof windowPreprocessingSchema>;
