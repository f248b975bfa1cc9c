import { z } from 'zod';
import { imagePreprocessorSchema } from '../../preprocessor';
import { type Headline } from '../headline';
import { defineTask } from '../task-contract';
import { classComparisonSchema } from './comparison';
import { type EvaluationReport, evaluationReportSchema, LABEL_METRICS, type LabelReport } from './evaluation-report';
import { classGatePolicySchema } from './gate-policy';
import { predictionSchema } from './prediction';

export const classReadingSchema = z.object({
  /** In the order of the probabilities. */
  classNames: z.array(z.string().min(1)).min(2),
  /** If the highest probability is lower, the prediction is "unsure". */
  unsureBelow: z.number().min(0).max(1),
  /**
   * Present if a picture may have any number of the classes, its labels: a class is a label if its probability is at
   * least its threshold. One threshold for each class, in the order of `classNames`.
   */
  thresholds: z.array(z.number().min(0).max(1)).optional(),
  /**
   * The distance above which a picture counts as unlike the training examples; absent if the model has no distance
   * output.
   */
  unlikeExamples: z
    .object({
      /** If the distance is larger, the prediction is "unsure". */
      above: z.number().min(0),
      /** Share of the held-out examples within the distance, in (0, 1); `heldOut` is their number. */
      quantile: z.number().gt(0).lt(1),
      heldOut: z.int().min(1),
      /** Share of in-distribution test examples above the threshold, with its 95 % interval. */
      testShare: z.number().min(0).max(1),
      testShareInterval: z.object({ low: z.number().min(0).max(1), high: z.number().min(0).max(1) }),
    })
    .optional(),
});
export type ClassReading = z.infer<typeof classReadingSchema>;

/**
 * Which of several classes is on a picture, or which of several labels does it have? The graph has one input float32 [batch, height, width, channels] and the
 * outputs `probabilities` [batch, classes], `embedding` [batch, size] and, optionally, `distance` [batch].
 */
export const imageClassification = defineTask({
  id: 'image-classification',
  preprocessing: imagePreprocessorSchema,
  reading: classReadingSchema,
  answer: predictionSchema,
  target: z.object({ className: z.string().min(1) }),
  report: evaluationReportSchema,
  comparison: classComparisonSchema,
  gatePolicy: classGatePolicySchema,
  figureNames: {
    accuracy: 'Accuracy',
    macroF1: 'Macro F1',
    microF1: 'Micro F1',
    averagePrecision: 'Average precision',
    auc: 'AUC',
  },
  headlines: (report) => (report.labels === undefined ? classHeadlines(report) : labelHeadlines(report.labels)),
});

function classHeadlines({ accuracy, accuracyInterval: { low, high }, macroF1 }: EvaluationReport): Headline[] {
  return [
    { key: 'accuracy', value: accuracy, interval: { low, high }, unit: 'share', better: 'higher' },
    { key: 'macroF1', value: macroF1, interval: null, unit: 'share', better: 'higher' },
  ];
}

function labelHeadlines({ metrics }: LabelReport): Headline[] {
  return LABEL_METRICS.flatMap((key): Headline[] => {
    const estimate = metrics[key];
    if (estimate === undefined) return [];
    const { value, low, high } = estimate;
    return [{ key, value, interval: { low, high }, unit: 'share', better: 'higher' }];
  });
}
