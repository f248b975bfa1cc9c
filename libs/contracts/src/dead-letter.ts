import { z } from 'zod';

/** What a record carries may be anything, of any length. */
const foreignText = z.string().min(0);

/** An event that a group gave up, as it stands in a list. */
export const deadLetterSummarySchema = z.object({
  /** In the dead letters of its group: its name, for one who handles it. */
  offset: z.int().min(0),
  /** What a person has decided; until then it waits. */
  state: z.enum(['waiting', 'replayed', 'discarded']),
  failedAt: z.iso.datetime(),
  eventType: foreignText.nullable(),
  eventId: foreignText.nullable(),
  key: foreignText.nullable(),
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
  stack: foreignText.nullable(),
  headers: z.record(z.string(), z.string()),
  value: foreignText.nullable(),
  /** How `value` is written: `json` and `text` are the text itself, `base64` stands for bytes that are no UTF-8. */
  encoding: z.enum(['json', 'text', 'base64']),
  /** `sealed`: it carries personal data, and who shows it has no key. `erased`: its subject was erased. */
  contents: z.enum(['readable', 'sealed', 'erased']),
});
export type DeadLetterView = z.infer<typeof deadLetterSchema>;
