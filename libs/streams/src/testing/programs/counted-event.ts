import { defineEvent } from '@lintel/contracts';
import { z } from 'zod';
import { KafkaEventStream } from '../../kafka/kafka-event-stream';
import { kafkaSettingsSchema } from '../../kafka/kafka-settings';
import { PostgresEventStream } from '../../postgres/postgres-event-stream';
import type { EventStream } from '../../event-stream';

export const EVENTS = 50_000;

export const countedEvent = defineEvent({
  type: 'test.counted',
  version: 1,
  topic: 'test.counted',
  partitions: 4,
  schema: z.object({ n: z.int() }),
  key: ({ n }) => `key-${n % 100}`,
});

/** The command-line argument of a program under test. */
export interface ProgramPlace {
  readonly databaseUrl: string;
  /** If absent, the event log in PostgreSQL. */
  readonly brokers?: string[];
}

export function openStream({ databaseUrl, brokers }: ProgramPlace): EventStream {
  return brokers === undefined
    ? new PostgresEventStream({ url: databaseUrl, sessionTimeoutMs: 3_000 })
    : new KafkaEventStream(kafkaSettingsSchema.parse({ brokers, sessionTimeoutMs: 3_000, publishTimeoutMs: 5_000 }));
}
