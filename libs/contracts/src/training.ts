import { z } from 'zod';

/** One row of the learning curve. */
export const epochResultSchema = z.object({
  /** 1 for the first. */
  epoch: z.int().min(1),
  trainLoss: z.number(),
  trainAccuracy: z.number().min(0).max(1),
  /** Null where no validation split was held out. */
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().min(0).max(1).nullable(),
  learningRate: z.number().positive(),
  imagesPerSecond: z.number().positive(),
  seconds: z.number().positive(),
});
export type EpochResult = z.infer<typeof epochResultSchema>;

/** What a training run says while it runs. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Batches done in this epoch, and how many it has. */
  readonly batch: number;
  readonly batches: number;
  /** Running means of this epoch. */
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  /** Estimate for the whole run. */
  readonly secondsLeft: number;
}

/** A death of the process that trained; another process went on from the checkpoint. */
export const trainingInterruptionSchema = z.object({
  at: z.iso.datetime(),
  /** The signal that ended the process, such as SIGSEGV; null where it ended with an exit code. */
  signal: z.string().nullable(),
  exitCode: z.int().nullable(),
  /** What the process wrote to its error output last. */
  lastLines: z.array(z.string()).max(20),
});
export type TrainingInterruption = z.infer<typeof trainingInterruptionSchema>;
