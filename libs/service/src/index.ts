export { readConfig } from './config/read-config';
export { serviceConfig, type ServiceConfig } from './config/service-config';
export { problemOf } from './errors/problem-of';
export { HealthChecks, type HealthResult } from './health/health-checks';
export { correlationId } from './http/correlation';
export { runUntilSignal } from './lifecycle/run-until-signal';
export { startService, type RunningService, type ServiceOptions } from './lifecycle/start-service';
export { type ApiDescription } from './openapi/openapi';
export { readUploads, type Upload, type UploadLimits } from './uploads/read-uploads';
