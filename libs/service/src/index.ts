export { readConfig } from './config/read-config';
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
export { correlationId } from './http/correlation';
export { runUntilSignal } from './lifecycle/run-until-signal';
export { startService, type RunningService, type ServiceOptions } from './lifecycle/start-service';
export { EphemeralReader, type EphemeralReaderOptions } from './live/ephemeral-reader';
export { EventSourceFeed } from './live/event-source';
export { useJsonLog } from './logging/json-log';
export { ApiProblem } from './openapi/api-problem';
export { type ApiDescription } from './openapi/openapi';
export { readUploads, type Upload, type UploadLimits } from './uploads/read-uploads';
export { MetricSources } from './metrics/metric-sources';
export { openPlatform, type Platform, type PlatformOptions } from './platform/platform';
export { pictureKey } from './platform/picture-key';
export { ServedModel, type ServedModelOptions } from './serving/served-model';
export { ServedModels } from './serving/served-models';
export { ServingModule } from './serving/serving.module';
