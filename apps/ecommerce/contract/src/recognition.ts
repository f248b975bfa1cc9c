import { personal, predictionSchema, problemSchema, verdictClassSchema } from '@lintel/contracts';
import { z } from 'zod';

/** Maximum number of pictures in one request. */
export const MAX_PICTURES_PER_REQUEST = 16;
/** Maximum number of verdicts in one request. */
export const MAX_VERDICTS_PER_REQUEST = 100;
/** Days for which a deleted recognition stays in the bin. */
export const BIN_DAYS = 30;
/** Maximum size of a picture, bytes. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;

export const verdictSchema = z.object({
  /** The same class as the prediction if the person agrees. */
  className: z.string(),
  author: z.string(),
  givenAt: z.iso.datetime(),
});

/** A recognised picture, as stored in the history. */
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
  /** The class that a person named; null without a verdict or after it was withdrawn. */
  verdict: verdictSchema.nullable(),
});

/**
 * `PUT /v1/recognitions/{id}/verdict`: what the picture shows: a class of the model, the name of a class that it does
 * not know yet, or `none of these`. DELETE withdraws the verdict.
 */
export const giveVerdictSchema = z.object({ className: verdictClassSchema });

/** `PUT /v1/recognitions/verdicts`: several verdicts at once; `className` null withdraws one. */
export const giveVerdictsSchema = z.object({
  verdicts: z
    .array(z.object({ id: z.uuid(), className: verdictClassSchema.nullable() }))
    .min(1)
    .max(MAX_VERDICTS_PER_REQUEST),
});

/** The outcome of each verdict of a request, in the order sent. */
export const givenVerdictsSchema = z.object({
  outcomes: z.array(
    z.discriminatedUnion('status', [
      z.object({ status: z.literal('kept'), recognition: recognitionSchema }),
      z.object({ status: z.literal('refused'), id: z.uuid(), problem: problemSchema }),
    ]),
  ),
});

/** The outcome of one picture of a request, in the order sent. */
export const recognitionOutcomeSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('recognised'), recognition: recognitionSchema }),
  z.object({ status: z.literal('refused'), fileName: personal(z.string()), problem: problemSchema }),
]);

/** `POST /v1/recognitions`: 201 if at least one picture was recognised. */
export const recogniseResponseSchema = z.object({ outcomes: z.array(recognitionOutcomeSchema).min(1) });

/** A text that a person filters by. PostgreSQL stores no NUL, and no name has control characters. */
const filterText = z
  .string()
  .max(100)
  .regex(/^\P{Cc}*$/u, 'without control characters');
const instant = z.iso.datetime({ offset: true });

/** `GET /v1/recognitions`: newest first. */
export const recognitionQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  /** The `nextCursor` of the previous page. */
  cursor: filterText.optional(),
  /** Only this class, as answered by the model. */
  className: filterText.optional(),
  /** Only the unsure ones. */
  unsure: z.stringbool().optional(),
  /** Only those with a verdict, or without one. */
  checked: z.stringbool().optional(),
  /** Only those from this time on. */
  from: instant.optional(),
  /** Only those before this time. */
  to: instant.optional(),
  /** Only those whose file name, class or verdict contains this text, ignoring case. */
  search: personal(filterText.optional()),
});
export const recognitionPageSchema = z.object({
  items: z.array(recognitionSchema),
  nextCursor: z.string().max(200).nullable(),
  /** Null with a search: file names are encrypted, so a page reads on until it is full or has reached its limit. */
  total: z.int().min(0).nullable(),
});

/** `GET /v1/recognitions/by-id`: the existing ones, in the order requested. */
export const recognitionIdsQuerySchema = z.object({
  /** Separated by commas; at most 100. */
  ids: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(z.uuid()).min(1).max(100)),
});
export const recognitionListSchema = z.object({ items: z.array(recognitionSchema) });

/** `GET /v1/recognitions/{id}/heat-map`: where a model looked in the picture. */
export const heatMapSchema = z.object({
  /** The class that the places speak for. */
  className: z.string(),
  /** False if the version that answered no longer serves, so that another one was asked. */
  sameVersion: z.boolean(),
  /** PNG in base64: the picture as the model sees it, redder where it speaks more for the class. */
  heatMap: z.base64(),
});

/** A recognition in the bin. */
export const deletedRecognitionSchema = recognitionSchema.extend({
  deletedAt: z.iso.datetime(),
  /** When it is removed permanently. */
  keptUntil: z.iso.datetime(),
});

/** `GET /v1/recognitions/bin`: the last deleted first. */
export const binQuerySchema = recognitionQuerySchema.pick({ limit: true, cursor: true });
export const binPageSchema = z.object({
  items: z.array(deletedRecognitionSchema),
  nextCursor: z.string().max(200).nullable(),
  total: z.int().min(0),
});
export const binEmptiedSchema = z.object({ removed: z.int().min(0) });

/** People's verdicts on the answers of one model. */
const agreementCountSchema = z.object({
  /** Answers with a verdict. */
  checked: z.int().min(0),
  /** Verdicts that agree with the answer. */
  agreed: z.int().min(0),
});

/** `GET /v1/model/agreement`: how often people agreed with the current champion. */
export const agreementQuerySchema = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });
export const agreementSchema = agreementCountSchema.extend({
  days: z.int().min(1),
  /** Answers of this model in that time, with and without a verdict. */
  answers: z.int().min(0),
  /** `agreed / checked`; null if no answer was checked. */
  share: z.number().min(0).max(1).nullable(),
  /** 95 % Wilson score interval of the share. */
  interval: z.object({ low: z.number().min(0).max(1), high: z.number().min(0).max(1) }).nullable(),
  /** By the class of the answer, for classes with verdicts. */
  classes: z.array(agreementCountSchema.extend({ className: z.string() })),
});

export type Verdict = z.infer<typeof verdictSchema>;
export type GiveVerdict = z.infer<typeof giveVerdictSchema>;
export type HeatMap = z.infer<typeof heatMapSchema>;
export type Recognition = z.infer<typeof recognitionSchema>;
export type RecognitionOutcome = z.infer<typeof recognitionOutcomeSchema>;
export type RecogniseResponse = z.infer<typeof recogniseResponseSchema>;
export type RecognitionQuery = z.infer<typeof recognitionQuerySchema>;
export type RecognitionPage = z.infer<typeof recognitionPageSchema>;
export type GiveVerdicts = z.infer<typeof giveVerdictsSchema>;
export type GivenVerdicts = z.infer<typeof givenVerdictsSchema>;
export type DeletedRecognition = z.infer<typeof deletedRecognitionSchema>;
export type BinQuery = z.infer<typeof binQuerySchema>;
export type BinPage = z.infer<typeof binPageSchema>;
export type Agreement = z.infer<typeof agreementSchema>;
