import { z } from 'zod';
import { comparedFiguresSchema } from '../compared-figures';
import { valueGatePolicySchema } from '../gate-policy';
import { windowPreprocessingSchema } from '../series/window-features';
import { defineTask } from '../task-contract';
import { anomalyHeadlines, anomalyReportSchema } from './anomaly-report';
import { ANOMALY_METRIC_NAMES } from './metrics';

/** The recipes that fit a detector. */
export const ANOMALY_RECIPES = ['novelty', 'robust-limits', 'window-distance', 'residual'] as const;
export type AnomalyRecipe = (typeof ANOMALY_RECIPES)[number];

/** How rows of a series become the graph's input, float32 [features]. */
export const anomalyPreprocessingSchema = windowPreprocessingSchema
  .omit({ target: true, horizon: true, season: true, step: true })
  .extend({
    /** The time between two values, in seconds, or in the unit of times that are numbers; null: each row is a step. */
    step: z.number().positive().nullable(),
    /** The column that says which rows are known anomalies, which the model never sees; null if there is none. */
    anomalies: z.string().nullable(),
  });
export type AnomalyPreprocessing = z.infer<typeof anomalyPreprocessingSchema>;

export const anomalyAnswerSchema = z.object({
  /** Of the newest row: ISO 8601, or a number where times are numbers. */
  time: z.union([z.string(), z.number()]),
  /** How unusual the newest row is; from 1 on it is an anomaly. */
  score: z.number().min(0),
  anomaly: z.boolean(),
  /** How unusual each signal is, the most unusual first; null if its newest value is missing. */
  reasons: z.array(z.object({ signal: z.string(), value: z.number().nullable(), score: z.number().min(0) })),
  /** The share of the values in the window that are missing. */
  missing: z.number().min(0).max(1),
  /** True if most of the window is missing, or a signal's newest value. */
  unsure: z.boolean(),
});
export type AnomalyAnswer = z.infer<typeof anomalyAnswerSchema>;

/**
 * Is the newest row of a series unusual? The graph takes the features of a window, float32 [batch, features] with NaN
 * for missing ones. Its output `unusual` is float32 [batch, 1 + signals]: how unusual the row is, then each signal of
 * the preprocessing in order; 0 is usual, and a signal without a value counts as usual.
 */
export const timeSeriesAnomaly = defineTask({
  id: 'time-series-anomaly',
  preprocessing: anomalyPreprocessingSchema,
  reading: z.object({
    /** What the graph gives for a row that just is an anomaly; scores are shares of it. */
    limit: z.number().positive(),
    /** The share of usual rows that reach the limit, if the future is like the newest part of the training. */
    falseAlarms: z.number().gt(0).lt(1),
    /** After an alarm, only a higher score raises another one within so many steps. */
    quiet: z.int().min(0),
  }),
  answer: anomalyAnswerSchema,
  target: z.object({ anomaly: z.boolean() }),
  report: anomalyReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: ANOMALY_METRIC_NAMES,
  headlines: anomalyHeadlines,
});
