import { z } from 'zod';

const share = z.number().min(0).max(1);
/**
 * A 95 % interval of a proportion. Reports without a method contain the percentile bootstrap interval of earlier
 * versions.
 */
export const shareIntervalSchema = z.object({ low: share, high: share, method: z.literal('wilson').optional() });
const curvePoint = z.object({ x: share, y: share, threshold: z.number().nullable() });

export const classReportSchema = z.object({
  className: z.string(),
  /** Number of test examples of this class. */
  support: z.int().min(0),
  /** Zero if the class was never predicted. */
  precision: share,
  recall: share,
  f1: share,
  /**
   * One class against the rest: x false positive rate, y true positive rate. Null if there are no examples of the class
   * or of any other.
   */
  roc: z.object({ auc: share, points: z.array(curvePoint) }).nullable(),
  /** x recall, y precision. */
  precisionRecall: z.object({ averagePrecision: share, points: z.array(curvePoint) }).nullable(),
});

/** The evaluation of a model on held-out examples. */
export const evaluationReportSchema = z.object({
  examples: z.int().min(1),
  accuracy: share,
  accuracyInterval: shareIntervalSchema,
  top5Accuracy: share,
  /** Mean negative log-likelihood, nats. */
  logLoss: z.number().min(0),
  macroPrecision: share,
  macroRecall: share,
  macroF1: share,
  classNames: z.array(z.string()).min(2),
  classes: z.array(classReportSchema),
  /** Counts. Row: true class; column: predicted class. */
  confusionMatrix: z.array(z.array(z.int().min(0))),
  calibration: z.object({
    /** Expected calibration error over equal-width confidence bins (Naeini et al. 2015). */
    expectedCalibrationError: share,
    bins: z.array(z.object({ low: share, high: share, count: z.int().min(0), meanConfidence: share, accuracy: share })),
  }),
});

export type ShareInterval = z.infer<typeof shareIntervalSchema>;
export type ClassReport = z.infer<typeof classReportSchema>;
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
