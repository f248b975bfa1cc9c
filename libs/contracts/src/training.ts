import { z } from 'zod';

/** One row of the learning curve. */
export const epochResultSchema = z.object({
  /** Starts at 1. */
  epoch: z.int().min(1),
  trainLoss: z.number(),
  trainAccuracy: z.number().min(0).max(1),
  /** Null if no validation split was held out. */
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().min(0).max(1).nullable(),
  learningRate: z.number().positive(),
  imagesPerSecond: z.number().positive(),
  seconds: z.number().positive(),
});
export type EpochResult = z.infer<typeof epochResultSchema>;

/** The progress that a training run reports. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Batches done in this epoch, and their total number. */
  readonly batch: number;
  readonly batches: number;
  /** Running means of this epoch. */
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  /** Estimate for the whole run, seconds. */
  readonly secondsLeft: number;
}

/** A crash of the training process; another process resumed from the checkpoint. */
export const trainingInterruptionSchema = z.object({
  at: z.iso.datetime(),
  /** The signal that ended the process, such as SIGSEGV; null if it ended with an exit code. */
  signal: z.string().nullable(),
  exitCode: z.int().nullable(),
  /** The last lines that the process wrote to standard error. */
  lastLines: z.array(z.string()).max(20),
});
export type TrainingInterruption = z.infer<typeof trainingInterruptionSchema>;
