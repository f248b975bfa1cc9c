import { z } from 'zod';

/** A monotone change of probabilities, fitted on held-out predictions. */
export const probabilityCalibratorSchema = z.discriminatedUnion('method', [
  /** `1 / (1 + exp(-(slope · log odds + intercept)))` */
  z.object({ method: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  /** Linear between the points, constant beyond them. */
  z.object({
    method: z.literal('isotonic'),
    points: z.array(z.object({ probability: z.number(), calibrated: z.number() })).min(1),
  }),
]);
export type ProbabilityCalibrator = z.infer<typeof probabilityCalibratorSchema>;
