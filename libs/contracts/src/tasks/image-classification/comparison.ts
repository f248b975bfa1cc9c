import { z } from 'zod';

const share = z.number().min(0).max(1);

/** What a comparison of two classifiers says beside their accuracies. */
export const classComparisonSchema = z.object({
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
export type ClassComparison = z.infer<typeof classComparisonSchema>;
