import { context, diag, DiagLogLevel, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { type TracingConfig } from './observability-config';

export interface TracingOptions {
  readonly serviceName: string;
  readonly config: Partial<TracingConfig>;
  /** Receives every span, in addition to the collector. */
  readonly processor?: SpanProcessor;
}

export interface Tracing {
  /** Sends the remaining spans, for at most 3 s. */
  stop(): Promise<void>;
}

const FLUSH_WITHIN_MS = 3_000;
const SILENT_MS = 60_000;

/** Tracing is shared by all services of a process; it ends when the last one stops. */
let running: { readonly provider: NodeTracerProvider; users: number } | undefined;

/**
 * Starts tracing requests, events and jobs of this process. Without a collector they still have trace ids, but nothing
 * is kept or sent. If tracing is already running, the call joins it.
 */
export function startTracing(options: TracingOptions): Tracing {
  running ??= { provider: register(options), users: 0 };
  const used = running;
  used.users += 1;
  let stopped: Promise<void> | undefined;
  return { stop: () => (stopped ??= leave(used)) };
}

async function leave(used: NonNullable<typeof running>): Promise<void> {
  used.users -= 1;
  if (used.users > 0) return;
  running = undefined;
  const flushed = used.provider.shutdown().catch(() => undefined);
  await Promise.race([flushed, delay(FLUSH_WITHIN_MS, undefined, { ref: false })]);
  // If another user has started in the meantime, tracing continues.
  if (running !== undefined) return;
  trace.disable();
  context.disable();
  propagation.disable();
  diag.disable();
}

function register({ serviceName, config, processor }: TracingOptions): NodeTracerProvider {
  const spanProcessors = [...exporting(config), ...(processor === undefined ? [] : [processor])];
  const share = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.OTEL_TRACES_SAMPLER_ARG ?? 1) });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': config.OTEL_SERVICE_NAME ?? serviceName,
      ...(config.CODE_COMMIT === undefined ? {} : { 'service.version': config.CODE_COMMIT }),
      'process.pid': process.pid,
    }),
    // A span that no one receives needs only its id.
    sampler: spanProcessors.length === 0 ? new AlwaysOffSampler() : share,
    spanProcessors,
  });
  diag.setLogger(undeliverable(), { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
  provider.register();
  return provider;
}

function exporting(config: Partial<TracingConfig>): SpanProcessor[] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = '' } = config;
  if (endpoint === undefined) return [];
  const pairs = headers.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const];
  });
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: Object.fromEntries(pairs),
  });
  return [new BatchSpanProcessor(exporter)];
}

/**
 * Logs at most once a minute that the collector does not accept traces. Its response is omitted: it can be long and is
 * not ours.
 */
function undeliverable(): Parameters<typeof diag.setLogger>[0] {
  const logger = new Logger('Tracing');
  let silentUntil = 0;
  const error = (): void => {
    if (Date.now() < silentUntil) return;
    silentUntil = Date.now() + SILENT_MS;
    logger.warn('Traces could not be delivered; they are dropped until the collector answers.');
  };
  const nothing = (): void => undefined;
  return { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing };
}
