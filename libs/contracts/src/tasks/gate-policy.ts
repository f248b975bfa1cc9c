import { z } from 'zod';

/** The requirements that every task has. A task adds its own beside them. */
export const GENERAL_GATES = {
  /**
   * Minimum for the lower bound of the interval of the gain over the champion, in the unit of the task's main figure.
   * A gain is positive if the candidate is better; a negative minimum tolerates a loss.
   */
  minimumGain: z.number().default(0),
  /** Maximum difference between the outputs of what was fitted and of the exported model. */
  maximumParityDifference: z.number().positive().default(1e-4),
};

/** The requirements a version must meet to be promoted. `parseGatePolicy` gives them the types of their task. */
export const gatePolicySchema = z.looseObject(GENERAL_GATES);
export type GatePolicy = z.infer<typeof gatePolicySchema>;

/** The requirements of tasks that ask nothing but a good enough main figure beside the general ones. */
export const valueGatePolicySchema = z.object({
  ...GENERAL_GATES,
  /**
   * The main figure must be at least this, or at most this where lower is better, in the unit of the figure; null: not
   * checked.
   */
  requiredValue: z.number().nullable().default(null),
});
