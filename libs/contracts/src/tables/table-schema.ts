import { z } from 'zod';

const columnName = z.string().min(1).max(200);

/** Whether the answer may only rise (1) or only fall (-1) when the value rises. 0: it may do both. */
export const monotoneSchema = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

/** A column of numbers. */
export const numberColumnSchema = z.object({
  name: columnName,
  kind: z.literal('number'),
  /** Codes that mean something other than a quantity, such as -9 for "no record". */
  special: z.array(z.number()).default([]),
  unit: z.string().min(1).max(40).optional(),
  monotone: monotoneSchema.default(0),
});

/** A column of names out of a list. */
export const categoryColumnSchema = z.object({
  name: columnName,
  kind: z.literal('category'),
  /** The values that were seen and how often, the most frequent first. */
  categories: z.array(z.object({ value: z.string(), count: z.int().min(0) })),
});

/** A column with two values. */
export const booleanColumnSchema = z.object({
  name: columnName,
  kind: z.literal('boolean'),
  /** The text that stands for true, compared without regard to case. */
  yes: z.string(),
  no: z.string(),
});

/** A column of dates or times: ISO 8601, or seconds since 1970. Times without an offset are read as UTC. */
export const timeColumnSchema = z.object({
  name: columnName,
  kind: z.literal('time'),
  format: z.enum(['iso', 'unix-seconds']).default('iso'),
});

/** Free text. Table models do not use it. */
export const textColumnSchema = z.object({ name: columnName, kind: z.literal('text') });

/** A column that is kept out of the model. */
export const ignoredColumnSchema = z.object({
  name: columnName,
  kind: z.literal('ignored'),
  reason: z.string().max(300).optional(),
});

export const tableColumnSchema = z.discriminatedUnion('kind', [
  numberColumnSchema,
  categoryColumnSchema,
  booleanColumnSchema,
  timeColumnSchema,
  textColumnSchema,
  ignoredColumnSchema,
]);

/** A column of numbers that is computed from other columns of the row. */
export const derivedColumnSchema = z.object({
  name: columnName,
  /** Such as `torque * speed` or `hour(started)`; names with other characters stand in backquotes. */
  expression: z.string().min(1).max(2000),
  unit: z.string().min(1).max(40).optional(),
  monotone: monotoneSchema.default(0),
});

/**
 * What the columns of a table mean. It is inferred from the training rows, may be edited, and is stored with the model:
 * the same value reads the rows of training and of prediction.
 */
export const tableSchemaSchema = z
  .object({
    formatVersion: z.literal(1),
    columns: z.array(tableColumnSchema).min(1),
    derived: z.array(derivedColumnSchema).default([]),
    /** Texts that mean "no value", compared without regard to case and surrounding spaces. */
    missing: z.array(z.string()),
    /** Numbers are written with a decimal comma, as in `3,14`. */
    decimalComma: z.boolean().default(false),
    /** The column to predict; may be a derived one. */
    target: columnName.nullable(),
    /** The column that names what several rows belong to, such as a person or a lot. */
    group: columnName.nullable(),
    /** The column by which the rows are ordered in time. */
    time: columnName.nullable(),
  })
  .superRefine((schema, context) => {
    const names = [...schema.columns, ...schema.derived].map(({ name }) => name);
    for (const name of names.filter((name, index) => names.indexOf(name) !== index))
      context.addIssue({ code: 'custom', message: `The column "${name}" occurs twice.` });
    for (const role of ['target', 'group', 'time'] as const) {
      const name = schema[role];
      if (name !== null && !names.includes(name))
        context.addIssue({ code: 'custom', path: [role], message: `There is no column "${name}".` });
    }
  });

export type TableColumn = z.infer<typeof tableColumnSchema>;
export type NumberColumn = z.infer<typeof numberColumnSchema>;
export type CategoryColumn = z.infer<typeof categoryColumnSchema>;
export type DerivedColumn = z.infer<typeof derivedColumnSchema>;
export type TableSchema = z.infer<typeof tableSchemaSchema>;
