import { z } from 'zod';
import { estimateSchema } from '../estimate';

const share = z.number().min(0).max(1);
/**
 * A 95 % interval of a proportion. Without a method it is the percentile bootstrap interval, which draws whole groups
 * where examples belong together.
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

/** The figures of a model whose examples may have several labels, the most important one first. */
export const LABEL_METRICS = ['microF1', 'macroF1', 'averagePrecision', 'auc'] as const;
export type LabelMetric = (typeof LABEL_METRICS)[number];

/** What only the evaluation of a model says whose examples may have any number of labels. */
export const labelReportSchema = z.object({
  /**
   * With 95 % bootstrap intervals, by group if there are groups. `microF1`: over all pairs of example and label. Means
   * over the labels: `macroF1`; `averagePrecision` and `auc`, over the labels that some test examples have and others do
   * not, and absent if there are none.
   */
  metrics: z.object({
    microF1: estimateSchema,
    macroF1: estimateSchema,
    averagePrecision: estimateSchema.optional(),
    auc: estimateSchema.optional(),
  } satisfies Record<LabelMetric, z.ZodType>),
  /** Mean number of labels that an example has, and that the model gives it. */
  perExample: z.object({ actual: z.number().min(0), answered: z.number().min(0) }),
  /** Test examples that have no label. */
  without: z.int().min(0),
});
export type LabelReport = z.infer<typeof labelReportSchema>;

/**
 * The evaluation of a model on held-out examples. If examples may have several labels (`labels`), an answer is right only
 * if all of its labels are; `top5Accuracy` is the share of the examples with labels of which one is among the five most
 * probable; `logLoss` is the mean over the examples of the sum over the labels; there is no confusion matrix; the
 * calibration is that of every label's probability.
 */
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
  /** Counts. Row: true class; column: predicted class. Empty if examples may have several labels. */
  confusionMatrix: z.array(z.array(z.int().min(0))),
  calibration: z.object({
    /** Expected calibration error over equal-width confidence bins (Naeini et al. 2015). */
    expectedCalibrationError: share,
    bins: z.array(z.object({ low: share, high: share, count: z.int().min(0), meanConfidence: share, accuracy: share })),
  }),
  /** Only if examples may have several labels. */
  labels: labelReportSchema.optional(),
});

export type ShareInterval = z.infer<typeof shareIntervalSchema>;
export type ClassReport = z.infer<typeof classReportSchema>;
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
