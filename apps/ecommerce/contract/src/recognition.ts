import { personal, predictionSchema, problemSchema } from '@lintel/contracts';
import { z } from 'zod';

/** Most pictures in one request. */
export const MAX_PICTURES_PER_REQUEST = 16;
/** Largest picture, bytes. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

export const verdictSchema = z.object({
  /** The prediction's own class where the person agrees. */
  className: z.string(),
  author: z.string(),
  givenAt: z.iso.datetime(),
});

/** A picture that was recognised, as kept in the history. */
export const recognitionSchema = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  /** As sent by the client, without its path. */
  fileName: z.string(),
  /** Pixels, before preprocessing. */
  width: z.int().min(1),
  height: z.int().min(1),
  model: z.object({ name: z.string(), sha256: z.string() }),
  /** Preprocessing and inference, for the request's whole batch. */
  latencyMs: z.number().min(0),
  prediction: predictionSchema,
  /** What a person said it shows; null while nobody has, or where it was taken back. */
  verdict: verdictSchema.nullable(),
});

/** `PUT /v1/recognitions/{id}/verdict`: what the picture shows, by one of the model's classes. DELETE takes it back. */
export const giveVerdictSchema = z.object({ className: z.string().min(1).max(100) });

/** What became of one picture of a request, in the order sent. */
export const recognitionOutcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('recognised'), recognition: recognitionSchema }),
  z.object({ status: z.literal('refused'), fileName: personal(z.string()), problem: problemSchema }),
]);

/** `POST /v1/recognitions`: 201 where at least one picture was recognised. */
export const recogniseResponseSchema = z.object({ outcomes: z.array(recognitionOutcomeSchema).min(1) });

/** `GET /v1/recognitions`: newest first. */
export const recognitionQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(200).optional(),
  /** Only this class. */
  className: z.string().max(100).optional(),
  /** Only the unsure ones. */
  unsure: z.stringbool().optional(),
  /** Only those with a verdict, or without one. */
  checked: z.stringbool().optional(),
});
export const recognitionPageSchema = z.object({
  items: z.array(recognitionSchema),
  nextCursor: z.string().max(200).nullable(),
  total: z.int().min(0),
});

export type Verdict = z.infer<typeof verdictSchema>;
export type GiveVerdict = z.infer<typeof giveVerdictSchema>;
export type Recognition = z.infer<typeof recognitionSchema>;
export type RecognitionOutcome = z.infer<typeof recognitionOutcomeSchema>;
export type RecogniseResponse = z.infer<typeof recogniseResponseSchema>;
export type RecognitionQuery = z.infer<typeof recognitionQuerySchema>;
export type RecognitionPage = z.infer<typeof recognitionPageSchema>;
