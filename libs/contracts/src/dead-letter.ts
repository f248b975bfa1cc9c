import { z } from 'zod';

/** A record may contain any text of any length. */
const foreignText = z.string().min(0);

/** An event that a consumer group gave up on, as shown in a list. */
export const deadLetterSummarySchema = z.object({
  /** Offset in the dead-letter topic of the group; identifies the dead letter. */
  offset: z.int().min(0),
  /** The decision of a person; `waiting` until there is one. */
  state: z.enum(['waiting', 'replayed', 'discarded']),
  failedAt: z.iso.datetime(),
  eventType: foreignText.nullable(),
  eventId: foreignText.nullable(),
  key: foreignText.nullable(),
  /** Where the event was first published. */
  origin: z.object({ topic: z.string(), partition: z.int(), offset: z.int() }),
  attempts: z.int().min(0),
  /** Code of the last error. */
  code: z.string(),
  message: z.string(),
  /**
   * Size of the value. Null if there is no value, or if it was too large to keep and is only available at its origin.
   */
  bytes: z.int().min(0).nullable(),
});
export type DeadLetterSummary = z.infer<typeof deadLetterSummarySchema>;

/** One dead letter with all its details. */
export const deadLetterSchema = deadLetterSummarySchema.extend({
  stack: foreignText.nullable(),
  headers: z.record(z.string(), z.string()),
  value: foreignText.nullable(),
  /**
   * Encoding of `value`: `json` and `text` contain the text itself, `base64` contains bytes that are not valid UTF-8.
   */
  encoding: z.enum(['json', 'text', 'base64']),
  /**
   * `sealed`: the event contains personal data and this program does not have the key. `erased`: its subject was
   * erased.
   */
  contents: z.enum(['readable', 'sealed', 'erased']),
});
export type DeadLetterView = z.infer<typeof deadLetterSchema>;
