import { z } from 'zod';
import { type MetricEstimate } from './estimate';

/** One figure that sums up how good a model is: what lists, comparisons and events show of an evaluation. */
export const headlineSchema = z.object({
  /** The metric, such as `accuracy` or `rmse`. */
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/),
  value: z.number(),
  /** The 95 % interval; null if it was not measured. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** `share`: in [0, 1], shown as a percentage. `number`: shown as it is. `target`: in the unit of the predicted column. */
  unit: z.enum(['share', 'number', 'target']),
  better: z.enum(['higher', 'lower']),
});
export type Headline = z.infer<typeof headlineSchema>;

/**
 * The measured metrics, in the order in which they are described.
 * @param how each metric is read, the most important one first
 */
export function headlinesBy(
  how: Readonly<Record<string, Pick<Headline, 'unit' | 'better'>>>,
  measured: Readonly<Record<string, MetricEstimate | undefined>>,
): Headline[] {
  return Object.entries(how).flatMap(([key, about]) => {
    const estimate = measured[key];
    if (estimate === undefined) return [];
    return [{ key, value: estimate.value, interval: { low: estimate.low, high: estimate.high }, ...about }];
  });
}
