import { z } from 'zod';

/** How far the making of an app's first model is. */
export const modelPreparationSchema = z.object({
  stage: z.enum(['engine', 'data', 'training']),
  /** Of the training. Null in a stage of unknown length. */
  share: z.number().min(0).max(1).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type ModelPreparation = z.infer<typeof modelPreparationSchema>;

/** A note that is older has lost its writer, which renews it every second. */
export const MODEL_PREPARATION_VALID_MS = 10_000;

/** Where whoever makes the model tells the app that waits for it: beside the model's folder. */
export function modelPreparationFile(modelDir: string): string {
  return `${modelDir}.preparation.json`;
}
