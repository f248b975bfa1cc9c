export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './database/embedded-postgres';
export { isDatabaseUnavailable } from './database/database-failure';
export { QuietClient } from './database/quiet-client';
export { readRows, rowInteger, rowTime } from './database/read-rows';
export {
  countDeadLetters,
  discardDeadLetter,
  discardDeadLetters,
  listDeadLetters,
  openLetter,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  type KeptLetter,
  type LetterReplay,
  type OpenedLetter,
  type ReplayOutcome,
} from './consume/dead-letters';
export {
  ERROR_TEXT_HEADERS,
  fromSealedText,
  isSealed,
  SEALED_HEADER,
  sealedText,
  undefinedIfErased,
  type EventSeal,
  type SealableContents,
} from './consume/event-seal';
export { EventConsumer, type EventConsumerOptions } from './consume/event-consumer';
export {
  onEvent,
  onEvents,
  type EventHandler,
  type EventOrigin,
  type HandlerContext,
  type ReceivedEvent,
} from './consume/event-handler';
export { type DeadLetter } from './consume/failed-record';
export { readTopic } from './consume/read-topic';
export { cleanInbox, recordInInbox } from './delivery/inbox';
export { addToOutbox, type OutboxEvent } from './delivery/outbox';
export { OutboxRelay, type OutboxRelayOptions } from './delivery/outbox-relay';
export { poolTransact } from './delivery/pool-transact';
export {
  countRefusedEvents,
  listRefusedEvents,
  retryRefusedEvents,
  type RefusedEvent,
} from './delivery/refused-events';
export { installDeliveryTables, type Transact, type Transaction } from './delivery/transaction';
export {
  decodeEvent,
  encodeEvent,
  MAX_EVENT_BYTES,
  traceOfEvent,
  type EncodedEvent,
  type EventAttributes,
} from './event-encoding';
export { newEventId } from './event-id';
export { eventIdentity } from './event-identity';
export { parseEventJson } from './event-json';
export {
  type BatchHandler,
  type EventStream,
  type GroupListing,
  type GroupOffset,
  type OffsetTarget,
  type PartitionRange,
  type Postponement,
  type ReceivedRecord,
  type RecordBatch,
  type StreamHealth,
  type StreamRecord,
  type SubscribeOptions,
  type Subscription,
  type TopicDeclaration,
  type TopicPartition,
  type TopicRanges,
} from './event-stream';
export { ingest, type IngestOptions } from './ingest/ingest';
export { insertJsonRows, type JsonRowsTarget } from './ingest/insert-json-rows';
export { kafkaSettingsSchema, readKafkaSettings, type KafkaSettings } from './kafka/kafka-settings';
export { summariseDeadLetter, viewDeadLetter } from './observe/dead-letter-view';
export { streamMetrics } from './observe/stream-metrics';
export { streamOverview } from './observe/stream-overview';
export { streamStatus } from './observe/stream-status';
export { openEventStream, type EventStreamChoice } from './open-event-stream';
export { ChangeListener } from './postgres/change-listener';
export { failSpan, runInSpan, type SpanOptions } from './tracing/run-in-span';
export {
  correlationIdOf,
  readTrace,
  withCorrelationId,
  writeTrace,
  traceCarrierSchema,
  type TraceCarrier,
} from './tracing/trace-carrier';
