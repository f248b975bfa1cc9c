import { z } from 'zod';
import { messageSchema } from './messages/message';

/** The requirements a version must meet to be promoted. Shares are in [0, 1]. */
export const gatePolicySchema = z.object({
  /** Minimum for the lower bound of the interval of the gain over the champion. */
  minimumGain: z.number().min(-1).max(1).default(0),
  /** Maximum difference between the outputs of the training engine and of the exported model. */
  maximumParityDifference: z.number().positive().default(1e-4),
  classFloor: z
    .object({
      minimumRecall: z.number().min(0).max(1).default(0),
      /** Compared with the champion, on classes with at least 20 test examples. */
      maximumRecallLoss: z.number().min(0).max(1).default(0.05),
    })
    .prefault({}),
  minimumAccuracy: z.number().min(0).max(1).default(0),
  /** Expected calibration error; 1 disables the check. */
  maximumCalibrationError: z.number().min(0).max(1).default(1),
});
export type GatePolicy = z.infer<typeof gatePolicySchema>;

const share = z.number().min(0).max(1);
const gain = z.number().min(-1).max(1);

/** Compares two classifiers on the same test examples. */
export const classifierComparisonSchema = z.object({
  examples: z.int().min(1),
  championAccuracy: share,
  challengerAccuracy: share,
  /** Challenger minus champion, with its 95 % interval for paired examples. */
  difference: z.object({ value: gain, low: gain, high: gain }),
  /** P-value of McNemar's exact test of the hypothesis that both are equally accurate. */
  mcnemarP: share,
  /** Classes of the test set that the model was not trained on; each of their examples counts as an error. */
  unknownToChampion: z.array(z.string()).default([]),
  unknownToChallenger: z.array(z.string()).default([]),
  /** Recalls are null if the class has no test example. */
  classes: z.array(
    z.object({
      className: z.string(),
      support: z.int().min(0),
      championRecall: share.nullable(),
      challengerRecall: share.nullable(),
      /** Challenger minus champion. */
      recallDifference: z.number().min(-1).max(1).nullable(),
    }),
  ),
});
export type ClassifierComparison = z.infer<typeof classifierComparisonSchema>;

export const gateReportSchema = z.object({
  passed: z.boolean(),
  decidedAt: z.iso.datetime(),
  /** The version it was compared with; null if there was no champion. */
  championId: z.string().nullable(),
  gates: z.array(
    z.object({
      name: z.enum(['better-than-champion', 'parity', 'class-floor', 'accuracy', 'calibration', 'same-test-set']),
      passed: z.boolean(),
      expected: z.string(),
      received: z.string(),
      /** In words that a domain expert understands. */
      reason: z.string(),
      /** The three texts as translatable messages; absent in reports created before messages existed. */
      messages: z
        .object({
          expected: z.array(messageSchema),
          received: z.array(messageSchema),
          reason: z.array(messageSchema),
        })
        .optional(),
    }),
  ),
  comparison: classifierComparisonSchema.nullable(),
});
export type GateReport = z.infer<typeof gateReportSchema>;
