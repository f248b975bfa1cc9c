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
export { createDatabase, isDatabaseReachable, runMigrations, type DatabaseOptions } from './database/database';
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
export { BaseTables, holdOutOfSplit, splitOfTable, type TableBase } from './datasets/base-tables';
export {
  contentHashOf,
  labelledExamples,
  testSetHashOf,
  type DatasetContent,
  type LabelledExample,
} from './datasets/dataset-content';
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
export { openPlatformDatabase } from './platform/platform-database';
export { readDataKeys, type DataKeys } from './privacy/data-keys';
export { eraseSubject, type SubjectHolder } from './privacy/erase-subject';
export { Erasures, HOLDING_VIEW } from './privacy/erasures';
export { LabelledPictures } from './privacy/labelled-pictures';
export { RecordSeal } from './privacy/record-seal';
export { deleteRows, PLATFORM_RETENTION, runRetention, type RetentionRule } from './privacy/retention';
export { SubjectKeys, type SubjectKeysOptions } from './privacy/subject-keys';
export { type SubjectStore } from './privacy/subject-store';
export { SubjectVault, type SubjectSealer } from './privacy/subject-vault';
export { DriftWindows, type StoredWindow } from './registry/drift-windows';
export { cardChinese } from './registry/model-card-chinese';
export { type CardWords } from './registry/model-card-english';
export { type ModelCardContent } from './registry/card';
export { writeModelCard, type CardLanguage } from './registry/model-card';
export {
  ModelRegistry,
  type ChampionChange,
  type ModelAliases,
  type ModelDeclaration,
  type ModelFiles,
  type NewModelVersion,
  type PromotionRequest,
} from './registry/model-registry';
export {
  forgetIdleSeries,
  forgetSeries,
  lockSeriesMemory,
  saveSeriesMemory,
  type SeriesPlace,
} from './series/series-memories';
