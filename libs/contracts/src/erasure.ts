import { z } from 'zod';
import { verticalNameSchema } from './access/identity';
import { personal } from './data-class';

/** The person the data is about, by the id the vertical uses: a customer, a patient. */
export const subjectIdSchema = personal(
  z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}+$/u, 'without control characters'),
);

/** How many items of one kind are stored about a subject; never their contents. */
export const holdingSchema = z.object({
  /** `recognition`, `labelled-picture` … */
  kind: z.string().min(1).max(100),
  count: z.int().min(0),
});
export type Holding = z.infer<typeof holdingSchema>;

/** A model version that was trained on data of the subject. The model keeps what it learned until it is retrained. */
export const trainedOnSchema = z.object({
  modelName: z.string(),
  versionId: z.uuid(),
  /** Number of the model version. */
  number: z.int().min(1),
  datasetVersionId: z.uuid(),
  /** Number of labelled examples of the subject in its training data. */
  examples: z.int().min(1),
  /** The current role of the version in production. */
  answersAs: z.enum(['champion', 'challenger']).nullable(),
});
export type TrainedOn = z.infer<typeof trainedOnSchema>;

export const erasureReportSchema = z.object({
  erasedAt: z.iso.datetime(),
  erased: z.array(holdingSchema),
  models: z.array(trainedOnSchema),
});
export type ErasureReport = z.infer<typeof erasureReportSchema>;

export const erasureSchema = z.object({
  id: z.uuid(),
  vertical: z.string(),
  /**
   * HMAC-SHA-256 (hex) of the subject's id. With the id one can find the erasure, but the id cannot be recovered from
   * the hash.
   */
  subjectHash: z.string(),
  reason: z.string(),
  requestedBy: z.string(),
  /** From this time on, none of the subject's data can be read. */
  requestedAt: z.iso.datetime(),
  /** Null until the vertical has removed its data. */
  report: erasureReportSchema.nullable(),
});
export type Erasure = z.infer<typeof erasureSchema>;
export const erasureListSchema = z.object({ items: z.array(erasureSchema) });

/** `POST /v1/privacy/erasures` */
export const newErasureSchema = z.object({
  vertical: verticalNameSchema,
  subjectId: subjectIdSchema,
  /** Kept with the erasure; must not name the subject. */
  reason: z.string().trim().min(1).max(500),
});
export type NewErasure = z.infer<typeof newErasureSchema>;

/** `GET /v1/privacy/subjects` */
export const subjectQuerySchema = newErasureSchema.omit({ reason: true });
export const subjectViewSchema = z.object({
  vertical: z.string(),
  /** When the oldest data of the subject was stored; null if there is none. */
  since: z.iso.datetime().nullable(),
  /** When the subject was last erased. */
  erasedAt: z.iso.datetime().nullable(),
  /** The last erasure of the subject. While it has no report, the holdings are what remains to be removed. */
  erasure: erasureSchema.nullable(),
  holdings: z.array(holdingSchema),
});
export type SubjectView = z.infer<typeof subjectViewSchema>;
