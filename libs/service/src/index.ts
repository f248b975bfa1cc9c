export { AccessGuard, requirePermitted, type AccessOptions, type Authenticated } from './access/access.guard';
export { type DeclaredRoute } from './access/declared-routes';
export { ACCESS_RULE, Public, RequirePermission, SignedIn, type AccessRule } from './access/access-rule';
export { permittedVerticals } from './access/permitted-verticals';
export { describeConfig, type ConfigVariable } from './config/describe-config';
export { noteAudit, type AuditNote } from './audit/audit-note';
export { Audited, NotAudited, ofParam, ofResult, type AuditPicks } from './audit/audited';
export { RequestAudit } from './audit/request-audit';
export { readConfig } from './config/read-config';
export { runService } from './config/run-service';
export { secret } from './config/secret';
export {
  artifactConfig,
  artifactSettingsOf,
  kafkaConfig,
  kafkaSettingsOf,
  modelConfig,
  readSigningKey,
  readTrustedKeys,
} from './config/platform-config';
export { serviceConfig, type ServiceConfig } from './config/service-config';
export { problemOf } from './errors/problem-of';
export { EventConsumers } from './events/event-consumers';
export { EventRelay } from './events/event-relay';
export { EventsModule } from './events/events.module';
export { type EventsOptions } from './events/events-options';
export { OnEvent, type OnEventOptions } from './events/on-event';
export { HealthChecks, type HealthResult } from './health/health-checks';
export { callerSignal } from './http/caller-signal';
export { correlationId, currentIdentity, inContext, type RequestContext } from './http/request-context';
export { runUntilSignal } from './lifecycle/run-until-signal';
export { startApp, type AppOptions, type AppParts } from './lifecycle/start-app';
export { startService, type RunningService, type ServiceOptions } from './lifecycle/start-service';
export { LimitSignIns } from './limits/address-limit.guard';
export { AnswerWithin } from './limits/answer-timeout.interceptor';
export { limitsConfig, type Limits } from './limits/limits-config';
export { EphemeralReader, type EphemeralReaderOptions } from './live/ephemeral-reader';
export { EventSourceFeed } from './live/event-source';
export { LiveStream } from './live/live-stream';
export { useJsonLog } from './logging/json-log';
export { ApiProblem } from './openapi/api-problem';
export { type ApiDescription } from './openapi/openapi';
export { readUploads, type Upload, type UploadLimits } from './uploads/read-uploads';
export { describeError, type DescribedError } from './logging/describe-error';
export { MetricSources } from './metrics/metric-sources';
export { openPlatform, type Platform, type PlatformOptions } from './platform/platform';
export { ServedModel, type ServedModelOptions } from './serving/served-model';
export {
  answerSeries,
  type SeriesAnswer,
  type SeriesAnswers,
  type SeriesRows,
  type SeriesTask,
} from './serving/series-answers';
export { ServedModels } from './serving/served-models';
export { ServingModule } from './serving/serving.module';
export { identityConfig, type IdentityConfig } from './sign-in/identity-config';
export { observabilityConfig, type ObservabilityConfig } from './tracing/observability-config';
export { startTracing, type Tracing, type TracingOptions } from './tracing/start-tracing';
export { dataKeysOf, privacyConfig, type PrivacyConfig } from './privacy/privacy-config';
export { LabelledRows } from './privacy/labelled-rows';
export { openSubjectData, type SubjectData } from './privacy/subject-data';
