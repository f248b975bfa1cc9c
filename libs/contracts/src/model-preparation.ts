import { z } from 'zod';

/** How far the first training of an app's model is. */
export const modelPreparationSchema = z.object({
  /**
   * `waiting`: for a trainer, whose first start installs the native engine. The last two have ended: the training
   * `failed`, or its version is `not-promoted` because a gate refused it or no person has promoted it.
   */
  stage: z.enum(['waiting', 'data', 'training', 'evaluation', 'failed', 'not-promoted']),
  /** Share of the training that is done, in [0, 1]. Null in a stage of unknown length. */
  share: z.number().min(0).max(1).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type ModelPreparation = z.infer<typeof modelPreparationSchema>;

/** Why the first training left no model that answers, and what to do. */
export const firstTrainingFailureSchema = z.object({ problem: z.string(), cure: z.string() });
export type FirstTrainingFailure = z.infer<typeof firstTrainingFailureSchema>;
