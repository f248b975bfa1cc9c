import { z } from 'zod';

export const classProbabilitySchema = z.object({ className: z.string(), probability: z.number().min(0).max(1) });

/** Why an answer is unsure: its best class is not probable enough, or the example is unlike those it was taught with. */
export const UNSURE_REASONS = ['low-probability', 'unlike-examples'] as const;

/** What a model says of one example. */
export const predictionSchema = z.object({
  className: z.string(),
  probability: z.number().min(0).max(1),
  /** Most probable first; at most five. */
  top: z.array(classProbabilitySchema).min(1),
  /** True where a person should look. */
  unsure: z.boolean(),
  /** Null where the answer is sure; absent in answers from before reasons were kept. */
  unsureReason: z.enum(UNSURE_REASONS).nullish(),
});

export type ClassProbability = z.infer<typeof classProbabilitySchema>;
export type Prediction = z.infer<typeof predictionSchema>;
export type UnsureReason = (typeof UNSURE_REASONS)[number];
