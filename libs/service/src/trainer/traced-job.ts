import { type Job } from '@lintel/contracts';
import { type JobContext } from '@lintel/data';
import { readTrace, runInSpan } from '@lintel/streams';
import { SpanKind } from '@opentelemetry/api';
import { type ServiceConfig } from '../config/service-config';
import { useJsonLog } from '../logging/json-log';
import { type TracingConfig } from '../tracing/observability-config';
import { startTracing } from '../tracing/start-tracing';

/** Runs a job in its process as a span of the trace of its request, with the log format of a service. */
export async function tracedJob<Result>(
  { id, kind, vertical, modelName }: Job,
  { attempt, trace = {} }: Pick<JobContext, 'attempt' | 'trace'>,
  config: Pick<ServiceConfig, 'LOG_LEVEL'> & Partial<TracingConfig>,
  work: () => Promise<Result>,
): Promise<Result> {
  useJsonLog(config.LOG_LEVEL);
  const tracing = startTracing({ serviceName: `lintel-${vertical}-trainer`, config });
  const attributes = { 'lintel.job.id': id, 'lintel.job.attempt': attempt, 'lintel.model': modelName };
  try {
    return await runInSpan(`work on ${kind}`, { kind: SpanKind.INTERNAL, parent: readTrace(trace), attributes }, work);
  } finally {
    // The process ends as soon as the result is reported.
    await tracing.stop();
  }
}
