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

const offset = z.int().min(0);

/** All that a broker or an event log holds, also of other processes: for the console. */
export const streamOverviewSchema = z.object({
  engine: streamStatusSchema.shape.engine,
  topics: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['events', 'retry', 'dead-letters']),
      /** Still kept. */
      records: z.int().min(0),
      partitions: z.array(z.object({ partition: z.int(), low: offset, high: offset })),
    }),
  ),
  groups: z.array(
    z.object({
      group: z.string(),
      /** True while it has members, in whichever process. */
      running: z.boolean(),
      lag: z.int().min(0),
      topics: z.array(
        z.object({
          topic: z.string(),
          lag: z.int().min(0),
          partitions: z.array(
            z.object({ partition: z.int(), committed: offset.nullable(), high: offset, lag: z.int().min(0) }),
          ),
        }),
      ),
      /** Kept, and of these neither replayed nor discarded; null where the group keeps none. */
      deadLetters: z.object({ kept: z.int().min(0), waiting: z.int().min(0) }).nullable(),
    }),
  ),
  /** Of all groups. */
  deadLettersWaiting: z.int().min(0),
});
export type StreamOverview = z.infer<typeof streamOverviewSchema>;
