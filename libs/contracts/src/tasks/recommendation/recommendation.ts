import { z } from 'zod';
import { comparedFiguresSchema } from '../compared-figures';
import { valueGatePolicySchema } from '../gate-policy';
import { type Headline } from '../headline';
import { defineTask } from '../task-contract';
import { RANKING_METRIC_NAMES, RANKING_METRICS } from './metrics';
import { rankingReportSchema, type RankingReport } from './ranking-report';

/** The recipes that fit a recommender. */
export const RECOMMENDATION_RECIPES = ['popularity', 'neighbours', 'sessions', 'ease', 'als', 'bpr'] as const;
export type RecommendationRecipe = (typeof RECOMMENDATION_RECIPES)[number];

/** How much an event of each name counts, beside a view. An event without a weight counts as much as a view. */
export const DEFAULT_EVENT_WEIGHTS: Readonly<Record<string, number>> = { view: 1, cart: 3, purchase: 5 };

/** How the history of a user becomes the graph's inputs. */
export const historyPreprocessingSchema = z.object({
  kind: z.literal('history'),
  /** The newest items of a history that the graph takes; older ones are left out. */
  length: z.int().min(1).max(1_000),
  /** What an event counts, by its name. */
  eventWeights: z.record(z.string(), z.number().min(0)),
  /** Each item counts this much of the one after it, in order of time; 1: the order does not matter. */
  decay: z.number().gt(0).max(1),
});
export type HistoryPreprocessing = z.infer<typeof historyPreprocessingSchema>;

const fileName = z.string().regex(/^[\w.-]+$/);

/** The names of the items and what explains an answer, as side files. */
export const recommendationReadingSchema = z.object({
  /** How many items the model can recommend. */
  items: z.int().min(1),
  /** JSON: the ids of the items in the order of the scores, and how many users had each. */
  itemsFile: fileName,
  /** What each item of a history adds to the scores of the others, from which the reasons are computed. */
  weightsFile: fileName,
  /** float32 [items, size]: vectors of the contents, for items that nobody has had yet; null if there are none. */
  content: z
    .object({
      file: fileName,
      size: z.int().min(1),
      /** What each value of a vector stands for, and its weight; null if the vectors were made elsewhere. */
      attributes: z.array(z.object({ name: z.string(), weight: z.number() })).nullable(),
    })
    .nullable(),
});
export type RecommendationReading = z.infer<typeof recommendationReadingSchema>;

/** An item of a history: what happened, and when. */
export const historyEventSchema = z.object({
  item: z.string().min(1),
  /** Such as `view` or `purchase`. Default: counts 1. */
  event: z.string().optional(),
  /** Multiplies the weight of the event. Default: 1. */
  value: z.number().min(0).optional(),
});
export type HistoryEvent = z.infer<typeof historyEventSchema>;

/** Recommends at most this many items at once. */
export const MOST_RECOMMENDED = 500;

/** What is known of an item that nobody has had yet: its attributes by name, or a vector as the model was trained with. */
const newItemSchema = z
  .object({ item: z.string().min(1) })
  .and(
    z.union([
      z.object({ attributes: z.array(z.string()).min(1).max(1_000) }),
      z.object({ content: z.array(z.number()).min(1) }),
    ]),
  );
export type NewItem = z.infer<typeof newItemSchema>;

/** A user or a session, and what is asked for. */
export const recommendationRequestSchema = z.object({
  /** In order of time, the newest last; empty for somebody new, who gets what is popular. */
  history: z.array(historyEventSchema).max(10_000),
  /** How many items to recommend. */
  count: z.int().min(1).max(MOST_RECOMMENDED).default(10),
  /** Items that are never recommended, such as those that are sold out. */
  exclude: z.array(z.string()).max(100_000).default([]),
  /** Whether items of the history may be recommended again. */
  repeat: z.boolean().default(false),
  /** Items that the model has not seen: each is scored like the known items with the most similar contents. */
  newItems: z.array(newItemSchema).max(1_000).default([]),
});
export type RecommendationRequest = z.input<typeof recommendationRequestSchema>;

/** An item of the history, and what it adds to the score of a recommended one. */
export const recommendationReasonSchema = z.object({ item: z.string(), contribution: z.number() });

export const recommendedItemSchema = z.object({
  item: z.string(),
  /** Comparable within one answer only. */
  score: z.number(),
  /** What the items of the history add, the largest first, at most ten. With `rest` and `base` they add up to the score. */
  reasons: z.array(recommendationReasonSchema),
  /** What the remaining items of the history add. */
  rest: z.number(),
  /** What the model gives to the item without any history, by its popularity. */
  base: z.number(),
  /** The known items whose scores a new item has, with their shares; absent for a known item. */
  like: z.array(z.object({ item: z.string(), share: z.number() })).optional(),
});
export type RecommendedItem = z.infer<typeof recommendedItemSchema>;

export const recommendationAnswerSchema = z.object({
  /** The best first. */
  items: z.array(recommendedItemSchema),
  /** Items of the history that the model knows and has used. */
  used: z.int().min(0),
  /** Items of the history that the model does not know. */
  unknown: z.array(z.string()),
  /** True if no item of the history is known, so that the answer is what is popular. */
  unsure: z.boolean(),
});
export type RecommendationAnswer = z.infer<typeof recommendationAnswerSchema>;

/**
 * Which items next? The graph takes the positions of a history's items, int64 [batch, length], and their weights,
 * float32 [batch, length] (0 where the history is shorter), and has one output `scores`, float32 [batch, items].
 */
export const recommendation = defineTask({
  id: 'recommendation',
  preprocessing: historyPreprocessingSchema,
  reading: recommendationReadingSchema,
  answer: recommendationAnswerSchema,
  /** An item that a user chose next. */
  target: z.object({ item: z.string().min(1) }),
  report: rankingReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: RANKING_METRIC_NAMES,
  headlines: ({ metrics }: RankingReport) =>
    RANKING_METRICS.map((key): Headline => {
      const { value, low, high } = metrics[key];
      return { key, value, interval: { low, high }, unit: key === 'novelty' ? 'number' : 'share', better: 'higher' };
    }),
});
