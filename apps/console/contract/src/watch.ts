import {
  alertSchema,
  deadLetterSummarySchema,
  driftPolicySchema,
  driftReportSchema,
  driftStatusSchema,
  headlineSchema,
  streamOverviewSchema,
} from '@lintel/contracts';
import { z } from 'zod';

/** `GET /v1/overview` */
export const overviewSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      vertical: z.string(),
      /** The main figure of the champion; null if it was not evaluated, or there is none. */
      headline: headlineSchema.nullable(),
      /** Version of the champion. */
      championNumber: z.int().nullable(),
      challengerNumber: z.int().nullable(),
      newLabels: z.int(),
      drift: driftStatusSchema.nullable(),
    }),
  ),
  jobs: z.object({ queued: z.int(), active: z.int(), failedToday: z.int(), succeededToday: z.int() }),
  alerts: z.object({ open: z.int(), critical: z.int() }),
  streams: z.object({
    engine: z.enum(['kafka', 'postgres']),
    ready: z.boolean(),
    lag: z.int().nullable(),
    deadLetters: z.int().nullable(),
  }),
});

/** `GET /v1/stream-overview` */
export const streamOverviewResponseSchema = streamOverviewSchema;

/**
 * `GET /v1/dead-letters?group=` : oldest first. `GET /v1/dead-letters/{group}/{offset}` returns one with its content
 * (deadLetterSchema).
 */
export const deadLetterQuerySchema = z.object({
  group: z.string().min(1).max(200),
  /** Including replayed and discarded ones. */
  all: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const deadLetterListSchema = z.object({ items: z.array(deadLetterSummarySchema) });
/** `POST /v1/dead-letters/{group}/{offset}/replay`; with a value, that one is sent instead of the original. */
export const replaySchema = z.object({ value: z.string().max(1_000_000).optional() });
/** `POST /v1/dead-letters/{group}/{offset}/replay` and `/discard`, and `/replay-all`, `/discard-all` of a group. */
export const settledSchema = z.object({ replayed: z.int(), discarded: z.int(), left: z.int() });

/** `GET /v1/models/{name}/drift`: of the champion, oldest first. */
export const driftViewSchema = z.object({
  modelName: z.string(),
  versionId: z.uuid().nullable(),
  versionNumber: z.int().nullable(),
  /** False if the model was made without a reference, so there is nothing to compare with. */
  hasReference: z.boolean(),
  /** Thresholds from which a difference is watched or called drift. */
  policy: driftPolicySchema,
  windows: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime(), report: driftReportSchema })),
});
export const driftQuerySchema = z.object({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 31)
    .default(24),
});

/** `GET /v1/alerts`: newest first. */
export const alertQuerySchema = z.object({
  state: z.enum(['unresolved', 'all']).default('unresolved'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const alertListSchema = z.object({ items: z.array(alertSchema) });
/** `POST /v1/alerts/{id}/acknowledge` */
export const acknowledgeSchema = z.object({ note: z.string().trim().max(1_000).optional() });
/** `POST /v1/alerts/{id}/silence`: null ends a silence. */
export const silenceSchema = z.object({ until: z.iso.datetime().nullable() });

/** One line of `GET /v1/live` (server-sent events named `change`): what has changed and should be loaded again. */
export const changeSchema = z.object({
  table: z.string(),
  id: z.string().nullable(),
  modelName: z.string().nullable(),
});

export type Overview = z.infer<typeof overviewSchema>;
export type DriftView = z.infer<typeof driftViewSchema>;
export type Settled = z.infer<typeof settledSchema>;
export type Change = z.infer<typeof changeSchema>;
