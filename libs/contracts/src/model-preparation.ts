import { z } from 'zod';

/** How far the making of an app's first model is. */
export const modelPreparationSchema = z.object({
  /** `waiting`: for a trainer, whose first start installs the native engine. */
  stage: z.enum(['waiting', 'data', 'training', 'evaluation']),
  /** Of the training. Null in a stage of unknown length. */
  share: z.number().min(0).max(1).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type ModelPreparation = z.infer<typeof modelPreparationSchema>;
