import { z } from 'zod';
import { estimateSchema } from '../estimate';
import { type RankingMetric } from './metrics';

/** How the interactions that a recommender is measured on are kept apart from those it learns from. */
export const INTERACTION_SPLITS = ['random', 'time', 'last'] as const;
export type InteractionSplit = (typeof INTERACTION_SPLITS)[number];

const rankingMetricsSchema = z.object({
  ndcgAt10: estimateSchema,
  hitRateAt10: estimateSchema,
  recallAt10: estimateSchema,
  precisionAt10: estimateSchema,
  mapAt10: estimateSchema,
  /** Share of all items that are recommended to somebody. */
  coverage: estimateSchema,
  /** Mean of −log₂ of the share of users who had a recommended item. */
  novelty: estimateSchema,
} satisfies Record<RankingMetric, z.ZodType>);
export type RankingMetrics = z.infer<typeof rankingMetricsSchema>;

export const interactionProtocolSchema = z.object({
  /**
   * What is hidden of each user: `random`, a share of the items; `time`, the latest share; `last`, the latest item. Items
   * of the remaining history are not recommended again.
   */
  split: z.enum(INTERACTION_SPLITS),
  /** The share that is hidden; null for `last`. */
  share: z.number().gt(0).lt(1).nullable(),
  /** True: the model has learned from these very interactions, so the figures say nothing about new ones. */
  learned: z.boolean(),
});
export type InteractionProtocol = z.infer<typeof interactionProtocolSchema>;

/** How well the hidden items of users are recommended from the rest of their histories. */
export const rankingReportSchema = z.object({
  /** Users that were tested: the metrics are means over them. */
  examples: z.int().min(1),
  /** Items that were ranked for every user. */
  items: z.int().min(1),
  /** Hidden interactions with items that the model does not know; they count as not found. */
  unknownHidden: z.int().min(0),
  protocol: interactionProtocolSchema,
  /** With 95 % intervals (bootstrap over the users). */
  metrics: rankingMetricsSchema,
  /** The same users with what is popular: what every recommender has to beat. */
  popularity: rankingMetricsSchema,
});
export type RankingReport = z.infer<typeof rankingReportSchema>;
