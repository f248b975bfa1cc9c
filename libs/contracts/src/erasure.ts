import { z } from 'zod';
import { verticalNameSchema } from './access/identity';
import { personal } from './data-class';

/** Whose data it is, as the vertical knows them: a customer, a patient. */
export const subjectIdSchema = personal(
  z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}+$/u, 'without control characters'),
);

/** How much of one kind is held of a subject; never what. */
export const holdingSchema = z.object({
  /** `recognition`, `labelled-picture` … */
  kind: z.string().min(1).max(100),
  count: z.int().min(0),
});
export type Holding = z.infer<typeof holdingSchema>;

/** A model version that learned from data of the subject: what it learned stays in it until it is trained anew. */
export const trainedOnSchema = z.object({
  modelName: z.string(),
  versionId: z.uuid(),
  /** Of the model version. */
  number: z.int().min(1),
  datasetVersionId: z.uuid(),
  /** Labelled examples of the subject among its data. */
  examples: z.int().min(1),
  /** Whether it answers now. */
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
  /** HMAC-SHA-256 (hex) of the subject's id: who knows the id finds the erasure, and nobody finds the id. */
  subjectHash: z.string(),
  reason: z.string(),
  requestedBy: z.string(),
  /** From here on nothing of it can be read. */
  requestedAt: z.iso.datetime(),
  /** Null until the vertical has removed what it held. */
  report: erasureReportSchema.nullable(),
});
export type Erasure = z.infer<typeof erasureSchema>;
export const erasureListSchema = z.object({ items: z.array(erasureSchema) });

/** `POST /v1/privacy/erasures` */
export const newErasureSchema = z.object({
  vertical: verticalNameSchema,
  subjectId: subjectIdSchema,
  /** For the record: it must not name the subject. */
  reason: z.string().trim().min(1).max(500),
});
export type NewErasure = z.infer<typeof newErasureSchema>;

/** `GET /v1/privacy/subjects` */
export const subjectQuerySchema = newErasureSchema.omit({ reason: true });
export const subjectViewSchema = z.object({
  vertical: z.string(),
  /** Since when there is data of the subject; null where there is none. */
  since: z.iso.datetime().nullable(),
  /** When the subject was last erased. */
  erasedAt: z.iso.datetime().nullable(),
  /** The last erasure of the subject; while it has no report, the holdings are what is still to be removed. */
  erasure: erasureSchema.nullable(),
  holdings: z.array(holdingSchema),
});
export type SubjectView = z.infer<typeof subjectViewSchema>;
