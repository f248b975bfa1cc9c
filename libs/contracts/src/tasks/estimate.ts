import { z } from 'zod';

/** A figure with its 95 % interval. */
export const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type MetricEstimate = z.infer<typeof estimateSchema>;
