import { z } from 'zod';

export const classProbabilitySchema = z.object({ className: z.string(), probability: z.number().min(0).max(1) });

/** What a model says of one example. */
export const predictionSchema = z.object({
  className: z.string(),
  probability: z.number().min(0).max(1),
  /** Most probable first; at most five. */
  top: z.array(classProbabilitySchema).min(1),
  /** True where the highest probability lies under the model's threshold: a person should look. */
  unsure: z.boolean(),
});

export type ClassProbability = z.infer<typeof classProbabilitySchema>;
export type Prediction = z.infer<typeof predictionSchema>;
