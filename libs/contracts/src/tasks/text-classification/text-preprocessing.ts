import { z } from 'zod';

/** Lengths of n-grams, in their units. */
const lengthsSchema = z
  .object({ shortest: z.int().min(1).max(10), longest: z.int().min(1).max(10) })
  .refine(({ shortest, longest }) => shortest <= longest, 'The shortest n-gram is longer than the longest.');

/**
 * How a text becomes the terms that a model counts. It is data, stored with the model: training and serving use the same
 * values, and no dictionary of the machine takes part.
 */
export const textTokensSchema = z.object({
  /** Characters that look alike become one: full width and half width, ligatures, composed accents. */
  unicode: z.literal('NFKC'),
  lowerCase: z.boolean(),
  /** Neighbouring words as one term, up to so many: 1 counts words alone, 2 also pairs. */
  words: z.object({ longest: z.int().min(1).max(5) }),
  /** Parts of each word with its borders, so that forms of one word are alike; null: none. */
  characters: lengthsSchema.nullable(),
  /** Scripts that put no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into n-grams. */
  unspaced: lengthsSchema,
});
export type TextTokens = z.infer<typeof textTokensSchema>;

/** How a text becomes the graph's inputs. */
export const textPreprocessingSchema = z.object({
  kind: z.literal('text'),
  /** The columns of a table that make the text, joined by line breaks. */
  columns: z.array(z.string().min(1)).min(1),
  /** What follows is not read. Counted in UTF-16 code units, after the normalisation. */
  mostCharacters: z.int().min(1),
  tokens: textTokensSchema,
  /**
   * `tf-idf`: term frequency as 1 + ln(count) times the weight of the term, each text scaled to length 1. `sequence`: the
   * terms in their order, for a network.
   */
  weighting: z.enum(['tf-idf', 'sequence']),
  /** The side file with the terms, their weights and the coefficients, or the weights of the network. */
  vocabulary: z.object({ file: z.string().regex(/^[\w.-]+$/), terms: z.int().min(1) }),
  /** The most terms of one text that the graph takes; of a text with more, those that weigh most, or the first ones. */
  mostTerms: z.int().min(1),
});
export type TextPreprocessing = z.infer<typeof textPreprocessingSchema>;
