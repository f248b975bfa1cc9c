import { z } from 'zod';

/** The status of a service's event stream, for the console: `GET /v1/streams`. */
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
      /** Null if the broker could not be reached. */
      lag: z.int().min(0).nullable(),
      partitions: z.array(
        z.object({
          topic: z.string(),
          partition: z.int(),
          committed: z.int().nullable(),
          high: z.int(),
          lag: z.int().min(0),
          /** True if this process reads it. */
          ours: z.boolean(),
        }),
      ),
      /** Events per second, over the last ten seconds, by this process; totals are since its start. */
      perSecond: z.number().min(0),
      handledTotal: z.int(),
      duplicatesTotal: z.int(),
      retriedTotal: z.int(),
      queuedTotal: z.int(),
      deadLettersTotal: z.int(),
      disturbancesTotal: z.int(),
      /** Number of records in the dead-letter topic of the group; null if the broker could not be reached. */
      deadLettersKept: z.int().nullable(),
      lastError: z.object({ message: z.string(), at: z.iso.datetime() }).nullable(),
    }),
  ),
});
export type StreamStatus = z.infer<typeof streamStatusSchema>;

const offset = z.int().min(0);

/** Everything in a broker or event log, including the groups of other processes, for the console. */
export const streamOverviewSchema = z.object({
  engine: streamStatusSchema.shape.engine,
  topics: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['events', 'retry', 'dead-letters']),
      /** Number of retained records. */
      records: z.int().min(0),
      partitions: z.array(z.object({ partition: z.int(), low: offset, high: offset })),
    }),
  ),
  groups: z.array(
    z.object({
      group: z.string(),
      /** True while the group has members in any process. */
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
      /**
       * Retained dead letters, and those neither replayed nor discarded; null if the group has no dead-letter topic.
       */
      deadLetters: z.object({ kept: z.int().min(0), waiting: z.int().min(0) }).nullable(),
    }),
  ),
  /** Sum over all groups. */
  deadLettersWaiting: z.int().min(0),
});
export type StreamOverview = z.infer<typeof streamOverviewSchema>;
