export { Alerts, type AlertFilter, type AlertReport, type RaisedAlert } from './alerts/alerts';
export { approvalAction, type ApprovalAction, type ApprovedContext } from './approvals/approval-action';
export { type NewApproval, type Party } from './approvals/approval-rows';
export { Approvals, type ApprovalsOptions, type Decision } from './approvals/approvals';
export { isPromotionAskedFor, promoteModelAction, requestPromotion } from './approvals/promote-model';
export {
  readArtifactSettings,
  s3SettingsSchema,
  type ArtifactSettings,
  type S3Settings,
} from './artifacts/artifact-settings';
export { type ArtifactStore } from './artifacts/artifact-store';
export { openArtifactStore } from './artifacts/open-artifact-store';
export { S3ArtifactStore } from './artifacts/s3-artifact-store';
export { FolderArtifactStore } from './artifacts/folder-artifact-store';
export { AuditTrail, type AuditPage } from './audit/audit-trail';
export { type AuditHead, type NewAuditEntry } from './audit/chained-entry';
export { canonicalJson, type JsonValue } from './audit/canonical-json';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './database/embedded-postgres';
export { createDatabase, isDatabaseReachable, runMigrations, type DatabaseOptions } from './database/database';
export { isDatabaseUnavailable } from './database/database-failure';
export {
  Column,
  DataSource,
  DeleteDateColumn,
  Entity,
  EntityManager,
  In,
  Index,
  IsNull,
  LessThan,
  Not,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type MigrationInterface,
  type QueryRunner,
  type FindOptionsWhere,
  type Repository,
  type SelectQueryBuilder,
} from './database/orm';
export {
  baseCountsOf,
  baseHashOf,
  BasePictures,
  type BasePicture,
  type PictureBase,
  type PutPicturesOptions,
} from './datasets/base-pictures';
export {
  contentHashOf,
  labelledExamples,
  testSetHashOf,
  type DatasetContent,
  type LabelledExample,
} from './datasets/dataset-content';
export { inspectPictures } from './datasets/inspect-pictures';
export { DatasetVersions, type NewDatasetVersion } from './datasets/dataset-versions';
export { Labels, type LabelPage, type NewLabel } from './datasets/labels';
export { Accounts, type AccountsOptions, type AccountWithPassword } from './identity/accounts';
export { ApiKeys, type FoundKey } from './identity/api-keys';
export { ensureAdministrator } from './identity/ensure-administrator';
export { ExternalAccounts, type ExternalPerson } from './identity/external-accounts';
export { openIdentities, type Identities } from './identity/identities';
export { Sessions, type FoundSession, type SessionLimits } from './identity/sessions';
export { runJobInChild } from './jobs/child-job';
export { type ChildContext, type ChildLimits, type ChildProgram } from './jobs/child-process';
export { defaultLimits } from './jobs/job-limits';
export { checkCronRule, nextTimes, type CronRule } from './jobs/cron-times';
export { isFinal } from './jobs/job-row';
export { JobQueue, type JobFilter, type JobPage, type JobRequest } from './jobs/job-queue';
export { type JobOutcome } from './jobs/job-settlement';
export { JobWorker, type JobWorkerOptions } from './jobs/job-worker';
export { type JobContext, type RunJob } from './jobs/running-attempt';
export { runInChild } from './jobs/run-in-child';
export { ScheduleClock, type ScheduleClockOptions } from './jobs/schedule-clock';
export { Schedules, type NewSchedule, type ScheduleChange, type ScheduleFilter } from './jobs/schedules';
export { serveChild, type ServedContext } from './jobs/serve-child';
export { serveJobChild, type JobHandler } from './jobs/serve-job-child';
export { writeAtomically } from './loaders/atomic-file';
export {
  cacheDecoded,
  type CacheDecodedOptions,
  type DecodedDataset,
  type HashedDataset,
  type PictureSource,
  type UnreadablePicture,
} from './loaders/cache-decoded';
export { openCifar10Binary } from './loaders/cifar10-binary';
export { type DecodeProgress, type PictureDecoder } from './loaders/decode-examples';
export { hashesAsText } from './loaders/example-hashes';
export { openFashionMnist, type FashionMnistOptions, type FashionMnistProgress } from './loaders/fashion-mnist';
export { prepareExamples, type PrepareExamplesOptions } from './loaders/prepare-examples';
export { openIdx, type IdxFiles } from './loaders/idx';
export { openImageFolder, type ImageFolder, type ImageFolderOptions, type PictureEntry } from './loaders/image-folder';
export { MemoryDataset, type MemoryDatasetContent } from './loaders/memory-dataset';
export { openPlatformDatabase } from './platform/platform-database';
export { readDataKeys, type DataKeys } from './privacy/data-keys';
export { eraseSubject, type SubjectHolder } from './privacy/erase-subject';
export { Erasures, HOLDING_VIEW } from './privacy/erasures';
export { LabelledPictures } from './privacy/labelled-pictures';
export { RecordSeal } from './privacy/record-seal';
export { deleteRows, PLATFORM_RETENTION, runRetention, type RetentionRule } from './privacy/retention';
export { sealedText } from './privacy/sealed-value';
export { SubjectKeys, type SubjectKeysOptions } from './privacy/subject-keys';
export { type SubjectStore } from './privacy/subject-store';
export { SubjectVault, type SubjectSealer } from './privacy/subject-vault';
export { concatDatasets, repeatExamples } from './splits/concat-datasets';
export { DriftWindows, type StoredWindow } from './registry/drift-windows';
export { cardChinese } from './registry/model-card-chinese';
export { type CardWords } from './registry/model-card-english';
export { writeModelCard, type CardLanguage, type ModelCardContent } from './registry/model-card';
export {
  ModelRegistry,
  type ChampionChange,
  type ModelAliases,
  type ModelDeclaration,
  type ModelFiles,
  type NewModelVersion,
  type PromotionRequest,
} from './registry/model-registry';
export { partIndices, splitByParts } from './splits/split-by-parts';
export { splitByTime } from './splits/split-by-time';
export { splitDataset, splitIndices, type SplitExamples, type SplitOptions } from './splits/split-dataset';
export { type DatasetPart, type SplitShares } from './splits/split-shares';
export { subset } from './splits/subset';
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
} from './streams/consume/dead-letters';
export { EventConsumer, type EventConsumerOptions } from './streams/consume/event-consumer';
export {
  onEvent,
  onEvents,
  type EventHandler,
  type EventOrigin,
  type HandlerContext,
  type ReceivedEvent,
} from './streams/consume/event-handler';
export { type DeadLetter } from './streams/consume/failed-record';
export { readTopic } from './streams/consume/read-topic';
export { cleanInbox, recordInInbox } from './streams/delivery/inbox';
export { addToOutbox, type OutboxEvent } from './streams/delivery/outbox';
export {
  countRefusedEvents,
  listRefusedEvents,
  retryRefusedEvents,
  type RefusedEvent,
} from './streams/delivery/refused-events';
export { OutboxRelay, type OutboxRelayOptions } from './streams/delivery/outbox-relay';
export { poolTransact } from './streams/delivery/pool-transact';
export { installDeliveryTables, type Transact, type Transaction } from './streams/delivery/transaction';
export {
  decodeEvent,
  encodeEvent,
  MAX_EVENT_BYTES,
  traceOfEvent,
  type EncodedEvent,
  type EventAttributes,
} from './streams/event-encoding';
export { newEventId } from './streams/event-id';
export { eventIdentity } from './streams/event-identity';
export { parseEventJson } from './streams/event-json';
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
} from './streams/event-stream';
export { ingest, type IngestOptions } from './streams/ingest/ingest';
export { insertJsonRows, type JsonRowsTarget } from './streams/ingest/insert-json-rows';
export { kafkaSettingsSchema, readKafkaSettings, type KafkaSettings } from './streams/kafka/kafka-settings';
export { summariseDeadLetter, viewDeadLetter } from './streams/observe/dead-letter-view';
export { streamMetrics } from './streams/observe/stream-metrics';
export { streamOverview } from './streams/observe/stream-overview';
export { streamStatus } from './streams/observe/stream-status';
export { openEventStream, type EventStreamChoice } from './streams/open-event-stream';
export { ChangeListener } from './streams/postgres/change-listener';
export { failSpan, runInSpan, type SpanOptions } from './tracing/run-in-span';
export { correlationIdOf, readTrace, withCorrelationId, writeTrace, type TraceCarrier } from './tracing/trace-carrier';
