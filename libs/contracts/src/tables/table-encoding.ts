import { z } from 'zod';
import { monotoneSchema } from './table-schema';

const base = { name: z.string().min(1) };

/** How one column becomes a column of numbers for trees and scorecards. */
export const matrixColumnSchema = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('number'), monotone: monotoneSchema.default(0), special: z.array(z.number()) }),
  z.object({
    ...base,
    kind: z.literal('category'),
    /** The category of code 0, 1, …, as in the training rows. */
    categories: z.array(z.string()),
    /** Categories that were too rare for a code of their own; they share the code after the last category. */
    rare: z.array(z.string()),
  }),
]);

/**
 * The columns of a feature matrix, fitted on the training rows. A category that is in neither list was never seen: it
 * counts as rare if there are rare categories, else as missing, and is reported.
 */
export const matrixEncodingSchema = z.object({
  kind: z.literal('matrix'),
  columns: z.array(matrixColumnSchema).min(1),
});

/** How one column of a feature matrix becomes standardised columns for linear models and networks. */
export const denseColumnSchema = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('number'),
    /** Replaces a missing or special value: the median of the training rows. */
    fill: z.number(),
    /** Ascending. The values are extended by `max(0, value - knot)` for each knot, so that the effect may bend there. */
    knots: z.array(z.number()),
    /** A column is added that says whether the value is missing. */
    missing: z.boolean(),
    /** A column is added for each code, which says whether the value is this code. */
    special: z.array(z.number()),
    /** The logarithm `sign(value) ln(1 + |value|)` is used in place of the value. */
    log: z.boolean(),
  }),
  z.object({
    ...base,
    kind: z.literal('category'),
    /** One column for each code of the matrix encoding. */
    categories: z.int().min(1),
    missing: z.boolean(),
  }),
]);

/** Standardised float32 columns: `(value - mean) / scale`, fitted on the training rows. */
export const denseEncodingSchema = z.object({
  kind: z.literal('dense'),
  columns: z.array(denseColumnSchema).min(1),
  /** For each resulting column, in the order of `columns`. */
  mean: z.array(z.number()),
  /** Greater than 0; 1 for a column that is constant. */
  scale: z.array(z.number().positive()),
});

export type MatrixColumn = z.infer<typeof matrixColumnSchema>;
export type MatrixEncoding = z.infer<typeof matrixEncodingSchema>;
export type DenseColumn = z.infer<typeof denseColumnSchema>;
export type DenseEncoding = z.infer<typeof denseEncodingSchema>;
