import { z } from 'zod';
import { headlineSchema } from './headline';

/** How much better the challenger is, in the unit of the figure, with its 95 % interval; positive is better. */
const gainSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** One figure of champion and challenger on the same examples. */
export const comparedFigureSchema = z.object({
  figure: headlineSchema.pick({ key: true, unit: true, better: true }),
  champion: z.number(),
  challenger: z.number(),
  gain: gainSchema,
});
export type ComparedFigure = z.infer<typeof comparedFigureSchema>;

/** What a comparison says beside the main figure, for tasks with several figures of one kind. */
export const comparedFiguresSchema = z.object({
  /** The other figures; intervals are percentiles of the paired bootstrap over examples, or groups where one is named. */
  figures: z.array(comparedFigureSchema),
  resamples: z.int().min(1),
});
export type ComparedFigures = z.infer<typeof comparedFiguresSchema>;
