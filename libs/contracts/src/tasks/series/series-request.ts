import { z } from 'zod';

/** A question about a series takes at most so many rows. */
export const MOST_WINDOW_ROWS = 100_000;

/** The newest rows of one series, with the columns of the training table; columns that a model does not use are ignored. */
export const seriesRequestSchema = z.object({
  rows: z
    .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
    .min(1)
    .max(MOST_WINDOW_ROWS),
});
export type SeriesRequest = z.infer<typeof seriesRequestSchema>;
