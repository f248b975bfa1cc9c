import { z } from 'zod';

const severity = z.enum(['error', 'warning', 'note']);
const column = z.string();
const count = z.int().min(0);
const share = z.number().min(0).max(1);

/** One thing about a table that a person should know before training on it. */
export const tableFindingSchema = z.discriminatedUnion('kind', [
  /** Rows whose columns, the target included, are those of an earlier row. */
  z.object({ kind: z.literal('duplicate-rows'), severity, rows: count, examples: z.array(z.string()) }),
  /** Rows of a later part that are copies of a row of an earlier part. */
  z.object({ kind: z.literal('duplicates-across-parts'), severity, rows: count, examples: z.array(z.string()) }),
  /** Rows that are alike but for their class. */
  z.object({ kind: z.literal('contradicting-rows'), severity, rows: count, examples: z.array(z.string()) }),
  /** One column alone predicts the target nearly perfectly. `strength` is an AUC or an R². */
  z.object({ kind: z.literal('target-leak'), severity, column, strength: share }),
  /** One value of a column occurs with one class only, as a consequence of the target would. */
  z.object({
    kind: z.literal('value-implies-target'),
    severity,
    column,
    value: z.string(),
    target: z.string(),
    rows: count,
  }),
  /** A column numbers the rows, or names things in the order of their first appearance. */
  z.object({ kind: z.literal('numbered-in-order'), severity, column, strength: share }),
  /** A column names things that several rows belong to, such as people: a split must keep their rows together. */
  z.object({
    kind: z.literal('repeated-entity'),
    severity,
    column,
    entities: count,
    /** Other columns that are the same in all rows of one entity. */
    determines: z.array(z.string()),
    /** How much of the spread of the target lies between entities. */
    targetShare: share,
    /** Number of entities with rows in several parts; null if the parts are not known. */
    acrossParts: count.nullable(),
  }),
  z.object({ kind: z.literal('constant-column'), severity, column }),
  z.object({ kind: z.literal('missing-values'), severity, column, share }),
  /** Nearly every row has its own value. */
  z.object({ kind: z.literal('identifier'), severity, column, distinct: count }),
  z.object({ kind: z.literal('small-class'), severity, className: z.string(), rows: count }),
]);

/** What a look at a table found before training, the most severe first. */
export const tableReportSchema = z.object({
  rows: count,
  /** Rows without a target are not counted in the classes. */
  classes: z.array(z.object({ className: z.string(), rows: count })).nullable(),
  missing: z.array(z.object({ column, share })),
  findings: z.array(tableFindingSchema),
});

export type TableFinding = z.infer<typeof tableFindingSchema>;
export type TableReport = z.infer<typeof tableReportSchema>;
