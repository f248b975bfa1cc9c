import { z } from 'zod';
import { denseEncodingSchema, matrixEncodingSchema } from '../../tables/table-encoding';
import { tableSchemaSchema } from '../../tables/table-schema';
import { comparedFiguresSchema } from '../compared-figures';
import { valueGatePolicySchema } from '../gate-policy';
import { defineTask } from '../task-contract';
import { METRIC_NAMES } from './metrics';
import { metricHeadlines, metricReportSchema } from './metric-report';

/** How a row of named columns becomes the graph's input. */
export const tablePreprocessingSchema = z.object({
  kind: z.literal('table'),
  schema: tableSchemaSchema,
  matrix: matrixEncodingSchema,
  /** Standardised columns; null if the graph takes the columns of the matrix. */
  dense: denseEncodingSchema.nullable(),
  /** The columns of the matrix that the graph takes, in its order; null: all of them. */
  columns: z.array(z.string()).nullable(),
});
export type TablePreprocessing = z.infer<typeof tablePreprocessingSchema>;

/** The recipes that fit a model to a table. */
export const TABLE_RECIPES = ['trees', 'linear', 'scorecard', 'mlp'] as const;
export type TableRecipe = (typeof TABLE_RECIPES)[number];

const explainerSchema = z.object({ kind: z.enum(TABLE_RECIPES), file: z.string().regex(/^[\w.-]+$/) });

/** Why an answer is what it is: what each column adds to the answer of an average training row. */
export const tableReasonSchema = z.object({
  column: z.string(),
  /** The value of the row, as it was read; null if missing. */
  value: z.union([z.string(), z.number(), z.null()]),
  /** In the unit of `reasonUnit` of the answer; base and contributions add up to the answer in that unit. */
  contribution: z.number(),
});
export type TableReason = z.infer<typeof tableReasonSchema>;

const reasons = {
  /** The largest contribution first. */
  reasons: z.array(tableReasonSchema),
  /** The answer for an average training row, in `reasonUnit`. */
  base: z.number(),
  reasonUnit: z.enum(['log-odds', 'points', 'target']),
  /** Values of categories that training has not seen; they count as missing or rare. */
  unseen: z.array(z.object({ column: z.string(), value: z.string() })),
};

export const tableClassAnswerSchema = z.object({
  className: z.string(),
  probability: z.number().min(0).max(1),
  /** Of every class, in the order of the model. */
  probabilities: z.array(z.object({ className: z.string(), probability: z.number().min(0).max(1) })),
  unsure: z.boolean(),
  ...reasons,
});
export type TableClassAnswer = z.infer<typeof tableClassAnswerSchema>;

export const tableValueAnswerSchema = z.object({
  value: z.number(),
  /** Contains the true value with probability `level`, for rows like those of the training; null if unknown. */
  interval: z.object({ low: z.number(), high: z.number(), level: z.number().gt(0).lt(1) }).nullable(),
  ...reasons,
});
export type TableValueAnswer = z.infer<typeof tableValueAnswerSchema>;

/** Which class does a row belong to? One output, `answer`: the probability of the second of two classes, or of each. */
export const tabularClassification = defineTask({
  id: 'tabular-classification',
  preprocessing: tablePreprocessingSchema,
  reading: z.object({
    /** In the order of the codes; the second of two is the positive one. */
    classNames: z.array(z.string()).min(2),
    /** If the highest probability is lower, the prediction is "unsure". */
    unsureBelow: z.number().min(0).max(1),
    explainer: explainerSchema,
  }),
  answer: tableClassAnswerSchema,
  target: z.object({ className: z.string().min(1) }),
  report: metricReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: METRIC_NAMES,
  headlines: metricHeadlines,
});

/** Which value does a row have? One output, `answer` [batch, 1], in the unit of the target. */
export const tabularRegression = defineTask({
  id: 'tabular-regression',
  preprocessing: tablePreprocessingSchema,
  reading: z.object({
    /** Half the width of the interval around each value (split conformal); null if there were too few rows. */
    interval: z.object({ level: z.number().gt(0).lt(1), halfWidth: z.number().min(0) }).nullable(),
    explainer: explainerSchema,
  }),
  answer: tableValueAnswerSchema,
  target: z.object({ value: z.number() }),
  report: metricReportSchema,
  comparison: comparedFiguresSchema,
  gatePolicy: valueGatePolicySchema,
  figureNames: METRIC_NAMES,
  headlines: metricHeadlines,
});
