import type { EventStream } from './event-stream';
import { KafkaEventStream } from './kafka/kafka-event-stream';
import type { KafkaSettings } from './kafka/kafka-settings';
import { PostgresEventStream } from './postgres/postgres-event-stream';

export interface EventStreamChoice {
  /** See readKafkaSettings. */
  readonly kafka?: KafkaSettings | undefined;
  /** Keeps the events where no broker is configured. */
  readonly databaseUrl: string;
}

/** Kafka where a broker is configured, else the event log in PostgreSQL. Connects by itself, and again after a loss. */
export function openEventStream({ kafka, databaseUrl }: EventStreamChoice): EventStream {
  return kafka === undefined ? new PostgresEventStream({ url: databaseUrl }) : new KafkaEventStream(kafka);
}
