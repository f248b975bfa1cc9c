import { z } from 'zod';
import { imagePreprocessorSchema } from '../../preprocessor';
import { type Headline } from '../headline';
import { comparedFiguresSchema } from '../compared-figures';
import { estimateSchema } from '../estimate';
import { valueGatePolicySchema } from '../gate-policy';
import { defineTask } from '../task-contract';

/** The recipes that make an embedding. */
export const EMBEDDING_RECIPES = ['frozen', 'projection'] as const;
export type EmbeddingRecipe = (typeof EMBEDDING_RECIPES)[number];

/** How vectors are searched. Only vectors of the same model can be compared. */
export const embeddingReadingSchema = z.object({
  /** Values of one vector. */
  size: z.int().min(1),
  /** Vectors have length 1, so the dot product of two is their cosine similarity, in [-1, 1]. */
  similarity: z.literal('cosine'),
});

/** A picture as a vector. */
export const embeddingAnswerSchema = z.object({ vector: z.array(z.number()).min(1) });

/** How the pictures that were asked for and the pictures that were searched were kept apart. */
export const retrievalProtocolSchema = z.object({
  /** `each-other`: every picture searches all others; `gallery`: the queries search a gallery of other pictures. */
  kind: z.enum(['each-other', 'gallery']),
  /** What a query never finds: `itself`, or any picture of its `group`. */
  without: z.enum(['itself', 'group']),
  /**
   * What the model had not learned from when a query was asked: the query's `class`, `group` or `picture`; null if the
   * model learned from no labels, or if it was measured after its training.
   */
  unseen: z.enum(['class', 'group', 'picture']).nullable(),
});
export type RetrievalProtocol = z.infer<typeof retrievalProtocolSchema>;

/** The metrics of a search. All are shares. */
export const RETRIEVAL_METRICS = ['precisionAt10', 'recallAt1', 'recallAt5', 'recallAt10', 'mapAt10'] as const;
export type RetrievalMetric = (typeof RETRIEVAL_METRICS)[number];

/** How well a search by similarity finds pictures with the label of the query. */
export const retrievalReportSchema = z.object({
  /** Queries that have a right picture to find: the metrics are means over them. */
  examples: z.int().min(1),
  /** Queries that have no right picture to find; they are left out. */
  unanswerable: z.int().min(0),
  /** Pictures that were searched. */
  gallery: z.int().min(1),
  protocol: retrievalProtocolSchema,
  /** With 95 % intervals (bootstrap over the queries, by group if there are groups). */
  metrics: z.object({
    precisionAt10: estimateSchema,
    recallAt1: estimateSchema,
    recallAt5: estimateSchema,
    recallAt10: estimateSchema,
    mapAt10: estimateSchema,
  } satisfies Record<RetrievalMetric, z.ZodType>),
});
export type RetrievalReport = z.infer<typeof retrievalReportSchema>;

/**
 * Where is a picture among others? The graph has one input float32 [batch, height, width, channels] and one output
 * `embedding`, float32 [batch, size], whose rows have length 1.
 */
export const imageEmbedding = defineTask({
  id: 'image-embedding',
  preprocessing: imagePreprocessorSchema,
  reading: embeddingReadingSchema,
  answer: embeddingAnswerSchema,
  /** A picture with the label of the query is a right one. */
  target: z.object({ className: z.string().min(1) }),
  report: retrievalReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: {
    precisionAt10: 'Precision at 10',
    recallAt1: 'Recall at 1',
    recallAt5: 'Recall at 5',
    recallAt10: 'Recall at 10',
    mapAt10: 'Mean average precision at 10',
  },
  headlines: ({ metrics }) =>
    RETRIEVAL_METRICS.map((key): Headline => {
      const { value, low, high } = metrics[key];
      return { key, value, interval: { low, high }, unit: 'share', better: 'higher' };
    }),
});
