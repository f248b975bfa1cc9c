import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Words of the text, and what they add to the log odds of a class. */
export const textReasonSchema = z.object({
  /** A word, or neighbouring words, as the text has them after the normalisation. */
  text: z.string(),
  /** In log odds; positive speaks for the class. */
  contribution: z.number(),
});
export type TextReason = z.infer<typeof textReasonSchema>;

export const textAnswerSchema = z.object({
  /** The most probable class, even if it is none of `labels`. */
  className: z.string(),
  probability: share,
  /** Of every class, in the order of the model. */
  probabilities: z.array(z.object({ className: z.string(), probability: share })),
  /** True if a person should review the answer. */
  unsure: z.boolean(),
  /** Every class whose probability reaches its threshold, most probable first. Only if a text may have several. */
  labels: z.array(z.object({ className: z.string(), probability: share })).optional(),
  /**
   * Why, for each class of `labels`, or for the answered class: `base`, the contributions of `words`, and `others` add up
   * to the log odds of the class (of more than two classes that exclude each other, to its score before the softmax). The
   * contribution of a word is its share of a linear model's score; of a network, how much lower the score is without it.
   */
  reasons: z.array(
    z.object({
      className: z.string(),
      /** The score of a text without any known word. */
      base: z.number(),
      /** At most 30, the largest contribution first. */
      words: z.array(textReasonSchema),
      /** What all other words add, and in a network also what words add only together. */
      others: z.number(),
    }),
  ),
  /** Whether the text was longer than the model reads. */
  isCut: z.boolean(),
});
export type TextAnswer = z.infer<typeof textAnswerSchema>;
