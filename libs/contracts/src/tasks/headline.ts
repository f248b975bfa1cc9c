import { z } from 'zod';

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
