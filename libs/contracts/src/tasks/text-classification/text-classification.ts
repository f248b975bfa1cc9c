import { z } from 'zod';
import { comparedFiguresSchema } from '../compared-figures';
import { valueGatePolicySchema } from '../gate-policy';
import { defineTask } from '../task-contract';
import { textAnswerSchema } from './text-answer';
import { textPreprocessingSchema } from './text-preprocessing';
import { TEXT_METRIC_NAMES } from './metrics';
import { textHeadlines, textReportSchema } from './text-report';

/** The recipes that fit a model to texts. */
export const TEXT_RECIPES = ['linear', 'cnn', 'gru'] as const;
export type TextRecipe = (typeof TEXT_RECIPES)[number];

/** Where the right answers stand in a table. */
export const textTargetSchema = z.object({
  /** One column of classes or of lists of labels; or one column of yes and no for each label. */
  columns: z.array(z.string().min(1)).min(1),
  /** Between the labels of a cell; null if a cell holds one class. */
  separator: z.string().min(1).nullable(),
  /** The value that is a class by itself, while all others make the other class; null: every value is a class. */
  against: z.string().nullable(),
  /** The column whose rows belong together, such as a person; null if there is none. */
  group: z.string().nullable(),
});
export type TextTarget = z.infer<typeof textTargetSchema>;

export const textReadingSchema = z.object({
  /** In the order of the probabilities; the second of two is the positive one. */
  classNames: z.array(z.string().min(1)).min(1),
  /**
   * Present if a text may have any number of the classes, its labels: a class is a label if its probability is at least
   * its threshold. One for each class, in the order of `classNames`.
   */
  thresholds: z.array(z.number().min(0).max(1)).optional(),
  /** If the probability of the answer is lower, it is "unsure". */
  unsureBelow: z.number().min(0).max(1),
  target: textTargetSchema,
});
export type TextReading = z.infer<typeof textReadingSchema>;

/**
 * Which class, or which labels, does a text have? The graph of a linear model has the inputs `terms` int64 [batch, terms],
 * positions in the vocabulary from 1 (0: no term), and `weights` float32 [batch, terms]. The graph of a network has the
 * input `terms` int64 [batch, words], positions in the vocabulary from 2 in the order of the text (1: a word that is not
 * in it, 0 at the end: no word). The output is `probabilities` float32 [batch, classes].
 */
export const textClassification = defineTask({
  id: 'text-classification',
  preprocessing: textPreprocessingSchema,
  reading: textReadingSchema,
  answer: textAnswerSchema,
  /** One class, or all labels of the text, perhaps none. */
  target: z.union([z.object({ className: z.string().min(1) }), z.object({ labels: z.array(z.string().min(1)) })]),
  report: textReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: TEXT_METRIC_NAMES,
  headlines: textHeadlines,
});
