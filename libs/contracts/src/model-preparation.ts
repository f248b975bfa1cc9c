import { z } from 'zod';

/** The progress of the first training of an app's model. */
export const modelPreparationSchema = z.object({
  /**
   * `waiting`: for a trainer, whose first start installs the native engine. The last two stages are final: the training
   * `failed`, or its version is `not-promoted` because a gate refused it or no person has promoted it.
   */
  stage: z.enum(['waiting', 'data', 'training', 'evaluation', 'failed', 'not-promoted']),
  /** Share of the training that is done, in [0, 1]. Null in a stage of unknown length. */
  share: z.number().min(0).max(1).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type ModelPreparation = z.infer<typeof modelPreparationSchema>;

/** Why the first training produced no serving model, and what to do about it. */
export const firstTrainingFailureSchema = z.object({ problem: z.string(), cure: z.string() });
export type FirstTrainingFailure = z.infer<typeof firstTrainingFailureSchema>;
