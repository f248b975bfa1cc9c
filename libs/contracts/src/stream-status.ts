import { z } from 'zod';

/** What the event stream of a service shows to people: for the console, `GET /v1/streams`. */
export const streamStatusSchema = z.object({
  engine: z.enum(['kafka', 'postgres']),
  health: z.object({
    status: z.enum(['ready', 'waiting', 'closed']),
    reason: z.string().optional(),
    since: z.iso.datetime(),
  }),
  consumers: z.array(
    z.object({
      group: z.string(),
      /** Null where the broker could not be asked. */
      lag: z.int().min(0).nullable(),
      partitions: z.array(
        z.object({
          topic: z.string(),
          partition: z.int(),
          committed: z.int().nullable(),
          high: z.int(),
          lag: z.int().min(0),
          /** True where this process reads it. */
          ours: z.boolean(),
        }),
      ),
      /** Events a second, over the last ten seconds, by this process; the totals are since its start. */
      perSecond: z.number().min(0),
      handledTotal: z.int(),
      duplicatesTotal: z.int(),
      retriedTotal: z.int(),
      queuedTotal: z.int(),
      deadLettersTotal: z.int(),
      disturbancesTotal: z.int(),
      /** What lies in the dead letters of the group now; null where the broker could not be asked. */
      deadLettersKept: z.int().nullable(),
      lastError: z.object({ message: z.string(), at: z.iso.datetime() }).nullable(),
    }),
  ),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;
