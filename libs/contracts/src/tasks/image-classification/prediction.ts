import { z } from 'zod';

export const classProbabilitySchema = z.object({ className: z.string(), probability: z.number().min(0).max(1) });

/**
 * Why a prediction is unsure: the probability of its best class is too low, or the input is unlike the training
 * examples.
 */
export const UNSURE_REASONS = ['low-probability', 'unlike-examples'] as const;

/** The prediction of a model for one example. */
export const predictionSchema = z.object({
  /** The most probable class, even if it is none of `labels`. */
  className: z.string(),
  probability: z.number().min(0).max(1),
  /** Most probable first; at most five. */
  top: z.array(classProbabilitySchema).min(1),
  /** True if a person should review the prediction. */
  unsure: z.boolean(),
  /** Null if the prediction is sure; absent in predictions stored before reasons existed. */
  unsureReason: z.enum(UNSURE_REASONS).nullish(),
  /**
   * Every class whose probability reaches its threshold, most probable first; empty if none does. Only from a model whose
   * examples may have any number of classes.
   */
  labels: z.array(classProbabilitySchema).optional(),
});

export type ClassProbability = z.infer<typeof classProbabilitySchema>;
export type Prediction = z.infer<typeof predictionSchema>;
export type UnsureReason = (typeof UNSURE_REASONS)[number];
