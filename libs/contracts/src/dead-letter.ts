import { z } from 'zod';

/** An event that a group gave up, as it stands in a list. */
export const deadLetterSummarySchema = z.object({
  /** In the dead letters of its group: its name, for one who handles it. */
  offset: z.int().min(0),
  /** What a person has decided; until then it waits. */
  state: z.enum(['waiting', 'replayed', 'discarded']),
  failedAt: z.iso.datetime(),
  eventType: z.string().nullable(),
  eventId: z.string().nullable(),
  key: z.string().nullable(),
  /** Where it was first published. */
  origin: z.object({ topic: z.string(), partition: z.int(), offset: z.int() }),
  attempts: z.int().min(0),
  /** Of the error that ended it. */
  code: z.string(),
  message: z.string(),
  /** Of the value; null where there is none, or where it was too large to be kept and lies at its origin alone. */
  bytes: z.int().min(0).nullable(),
});
export type DeadLetterSummary = z.infer<typeof deadLetterSummarySchema>;

/** One dead letter with everything that is known of it. */
export const deadLetterSchema = deadLetterSummarySchema.extend({
  stack: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  value: z.string().nullable(),
  /** How `value` is written: `json` and `text` are the text itself, `base64` stands for bytes that are no UTF-8. */
  encoding: z.enum(['json', 'text', 'base64']),
});
export type DeadLetterView = z.infer<typeof deadLetterSchema>;
