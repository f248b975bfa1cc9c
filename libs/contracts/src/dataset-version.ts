import { z } from 'zod';
import { taskIdSchema } from './tasks/tasks';

const count = z.int().min(0);
const classCounts = z.record(z.string(), count);

/** An immutable version of a model's data. */
export const datasetVersionSchema = z.object({
  id: z.uuid(),
  modelName: z.string(),
  /** Starts at 1 for each model. */
  number: z.int().min(1),
  /** The kind of question that its examples answer. */
  task: taskIdSchema,
  /** SHA-256 (hex) over all examples with their classes and parts. */
  contentHash: z.string(),
  /** Empty if the examples have values instead of classes. */
  classNames: z.array(z.string()),
  /** Number of examples by part. */
  examples: z.object({ train: count, validation: count, test: count }),
  /** Number of examples by part and class; without entries if the examples have values instead of classes. */
  counts: z.object({ train: classCounts, validation: classCounts, test: classCounts }),
  /** SHA-256 (hex) of the test part, which is never trained on. */
  testSetHash: z.string(),
  /** The dataset this version is built on, and its licence. */
  base: z.object({
    name: z.string(),
    contentHash: z.string(),
    licence: z.string(),
    source: z.string(),
    /** True if the examples are in the artefact store; false if the program of the vertical provides them. */
    stored: z.boolean().default(false),
    /** The columns with a role, and how many columns there are; absent if the examples are pictures. */
    table: z
      .object({ target: z.string(), group: z.string().nullable(), time: z.string().nullable(), columns: count })
      .optional(),
  }),
  /** Number of examples labelled by people. */
  labels: z.int().min(0),
  /** The highest label number included; 0 if there is none. */
  upToLabel: z.int().min(0),
  split: z.object({
    seed: z.int(),
    validation: z.number(),
    test: z.number(),
    by: z.enum(['random', 'group', 'time']).optional(),
    /** With `time`: the test part is later than this, in the unit of the time column. */
    after: z.number().optional(),
  }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;

/** What a label or a prediction says, as the task's `target` describes it, such as `{ className: 'Coat' }`. */
export const labelTargetSchema = z.record(z.string(), z.unknown());
export type LabelTarget = z.infer<typeof labelTargetSchema>;

/** What a person said is right for an input. The newest label of a prediction counts. */
export const labelSchema = z.object({
  sequence: z.int(),
  id: z.uuid(),
  modelName: z.string(),
  predictionId: z.string(),
  task: taskIdSchema,
  /** SHA-256 (hex) of the input as it was received, which is stored as an artefact. */
  inputSha256: z.string(),
  /** What the model answered. */
  predicted: labelTargetSchema,
  /** What is right; null if the label was withdrawn. */
  target: labelTargetSchema.nullable(),
  author: z.string(),
  givenAt: z.iso.datetime(),
});
export type Label = z.infer<typeof labelSchema>;

/** The class that a target names; null if it names none, such as a value. */
export function targetClass(target: LabelTarget | null): string | null {
  const name = target?.['className'];
  return typeof name === 'string' ? name : null;
}

/**
 * The part that an input belongs to. It is derived from the input's hash, so that it is the same in every version.
 */
export function partOfInput(sha256: string, testShare: number): 'train' | 'test' {
  return Number.parseInt(sha256.slice(0, 8), 16) / 0x1_0000_0000 < testShare ? 'test' : 'train';
}
