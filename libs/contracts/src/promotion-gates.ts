import { z } from 'zod';
import { messageSchema } from './messages/message';

/** What a version must show before it may be promoted. Shares in [0, 1]. */
export const gatePolicySchema = z.object({
  /** The lower end of the interval of the gain over the champion must reach it. */
  minimumGain: z.number().min(-1).max(1).default(0),
  /** Largest difference between the answers of the training engine and of the exported model. */
  maximumParityDifference: z.number().positive().default(1e-4),
  classFloor: z
    .object({
      minimumRecall: z.number().min(0).max(1).default(0),
      /** Against the champion, on classes with at least 20 test examples. */
      maximumRecallLoss: z.number().min(0).max(1).default(0.05),
    })
    .prefault({}),
  minimumAccuracy: z.number().min(0).max(1).default(0),
  /** Expected calibration error; 1: not judged. */
  maximumCalibrationError: z.number().min(0).max(1).default(1),
});
export type GatePolicy = z.infer<typeof gatePolicySchema>;

const share = z.number().min(0).max(1);
const gain = z.number().min(-1).max(1);

/** Two classifiers on the same test examples. */
export const classifierComparisonSchema = z.object({
  examples: z.int().min(1),
  championAccuracy: share,
  challengerAccuracy: share,
  /** Challenger minus champion, with its 95 % interval for paired examples. */
  difference: z.object({ value: gain, low: gain, high: gain }),
  /** McNemar's exact test that both are equally often right. */
  mcnemarP: share,
  /** Classes with test examples that the model was never taught: each of those examples counts as its mistake. */
  unknownToChampion: z.array(z.string()).default([]),
  unknownToChallenger: z.array(z.string()).default([]),
  /** Recalls are null where the class has no test example. */
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
  /** Against which version it was judged; null where there was no champion. */
  championId: z.string().nullable(),
  gates: z.array(
    z.object({
      name: z.enum(['better-than-champion', 'parity', 'class-floor', 'accuracy', 'calibration', 'same-test-set']),
      passed: z.boolean(),
      expected: z.string(),
      received: z.string(),
      /** In words that a domain person understands. */
      reason: z.string(),
      /** The three as sentences that can be shown in another language; absent in reports from before they existed. */
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
