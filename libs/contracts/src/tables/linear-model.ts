import { z } from 'zod';

/** A linear or logistic model over the columns of a dense encoding. */
export const linearModelSchema = z.object({
  kind: z.literal('linear'),
  /**
   * How the sum `x · coefficients + intercept` becomes the answer: as it is, as the probability of the second of two
   * classes (logistic), or as the probabilities of several classes (softmax).
   */
  link: z.enum(['identity', 'logistic', 'softmax']),
  /** One list for each output: one output for `identity` and `logistic`, one for each class for `softmax`. */
  coefficients: z.array(z.array(z.number())).min(1),
  intercepts: z.array(z.number()).min(1),
  /** The mean of each column over the training rows, from which reasons count. */
  means: z.array(z.number()),
  /** Elastic net: `lambda ((1 - alpha) / 2 |b|² + alpha |b|₁)` (Zou & Hastie 2005). */
  penalty: z.object({ lambda: z.number().min(0), alpha: z.number().min(0).max(1) }),
  iterations: z.int().min(0),
  /** False if the fit stopped at its limit of iterations. */
  converged: z.boolean(),
});
export type LinearModel = z.infer<typeof linearModelSchema>;
