import { z } from 'zod';
import { headlineSchema } from './tasks/headline';
import { readEarlierEpoch } from './tasks/image-classification/earlier-epoch';

const figureSchema = headlineSchema.pick({ key: true, unit: true });

/** A figure of the task that a training measures beside its loss. */
export type TrainingFigure = z.infer<typeof figureSchema>;

/** A figure of the task as it is measured while a training runs. */
export const runningFigureSchema = figureSchema.extend({ value: z.number() });
export type RunningFigure = z.infer<typeof runningFigureSchema>;

/** One row of the learning curve. */
export const epochResultSchema = z.preprocess(
  readEarlierEpoch,
  z.object({
    /** Starts at 1. */
    epoch: z.int().min(1),
    trainLoss: z.number(),
    /** Null if no validation split was held out. */
    validationLoss: z.number().nullable(),
    /** The figures of the task, the most important one first; `validation` is null if no split was held out. */
    figures: z.array(figureSchema.extend({ train: z.number(), validation: z.number().nullable() })),
    learningRate: z.number().positive(),
    imagesPerSecond: z.number().positive(),
    seconds: z.number().positive(),
  }),
);
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
  readonly figures: RunningFigure[];
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
