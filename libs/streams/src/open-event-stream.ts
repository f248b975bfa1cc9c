import type { EventStream } from './event-stream';
import { KafkaEventStream } from './kafka/kafka-event-stream';
import type { KafkaSettings } from './kafka/kafka-settings';
import { PostgresEventStream } from './postgres/postgres-event-stream';

export interface EventStreamChoice {
  /** See readKafkaSettings. */
  readonly kafka?: KafkaSettings | undefined;
  /** The database for events if no broker is configured. */
  readonly databaseUrl: string;
}

/**
 * Kafka if a broker is configured, otherwise the event log in PostgreSQL. Connects, and reconnects after a loss,
 * automatically.
 */
export function openEventStream({ kafka, databaseUrl }: EventStreamChoice): EventStream {
  return kafka === undefined ? new PostgresEventStream({ url: databaseUrl }) : new KafkaEventStream(kafka);
}
