import { LintelError } from '@lintel/contracts';
import { type AuditTrail } from '@lintel/data';
import { Logger, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type AccessOptions } from '../access/access.guard';
import { declaredRoutes, type DeclaredRoute } from '../access/declared-routes';
import { type ServiceConfig } from '../config/service-config';
import { correlation } from '../http/correlation';
import { jsonBody } from '../http/json-body';
import { securityHeaders } from '../http/security-headers';
import { HealthChecks } from '../health/health-checks';
import { limitConcurrency } from '../limits/limit-concurrency';
import { limitConnections } from '../limits/limit-connections';
import { limitsOf } from '../limits/limits-config';
import { useJsonLog } from '../logging/json-log';
import { HttpMetrics } from '../metrics/http-metrics';
import { MetricSources } from '../metrics/metric-sources';
import { buildInfo, processMetrics } from '../metrics/process-metrics';
import { describeApi, type ApiDescription } from '../openapi/openapi';
import { ServiceModule } from '../service.module';
import { startTracing, type Tracing } from '../tracing/start-tracing';
import { hostWeb } from '../web/web-host';
import { Connections } from './connections';

export interface ServiceOptions {
  readonly module: Type | DynamicModule;
  readonly config: Omit<ServiceConfig, 'DATABASE_URL'>;
  readonly api: ApiDescription;
  readonly access: AccessOptions;
  /** The audit trail of changes; see `Audited`. If absent, nothing is recorded: for read-only services. */
  readonly audit?: AuditTrail;
  /** Called when no new connections are accepted: closes those that would never end by themselves. */
  readonly dismiss?: () => void;
}

export interface RunningService {
  /** E.g. http://127.0.0.1:3000 */
  readonly url: string;
  readonly routes: readonly DeclaredRoute[];
  /**
   * Stops the service. It reports not ready and still answers for DRAIN_DELAY_MS, then accepts no new connections,
   * finishes the requests in progress (for at most SHUTDOWN_TIMEOUT_MS), closes the app's providers, and sends the last
   * traces.
   */
  close(): Promise<void>;
}

/** Maximum size of a JSON body. Requests of the inference protocol, which carry tensors, have a separate limit. */
const MAX_JSON_BYTES = 1_100_000;

@Module({})
class RootModule {}

/** Starts an app with everything that services have in common, and listens. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  useJsonLog(options.config.LOG_LEVEL);
  const serviceName = options.config.OTEL_SERVICE_NAME ?? `lintel-${options.access.vertical}`;
  const tracing = startTracing({ serviceName, config: options.config });
  try {
    return await listen(options, serviceName, tracing);
  } catch (error) {
    await tracing.stop();
    throw error;
  }
}

async function listen(
  { module, config, api, access, audit, dismiss }: ServiceOptions,
  serviceName: string,
  tracing: Tracing,
): Promise<RunningService> {
  const root: DynamicModule = { module: RootModule, imports: [ServiceModule.with(access, config, audit), module] };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    // A failed start is reported once, by the caller.
    abortOnError: false,
    bodyParser: false,
  });
  const metrics = app.get(MetricSources);
  metrics.add(processMetrics);
  metrics.add(() => buildInfo(serviceName, config.CODE_COMMIT));
  app.disable('x-powered-by');
  const limits = limitsOf(config);
  app.use(
    correlation(app.get(HttpMetrics)),
    securityHeaders(config.PUBLIC_URL),
    limitConcurrency(limits),
    jsonBody(MAX_JSON_BYTES),
  );
  const routes = declaredRoutes(app);
  const linked = (config.APP_LINKS ?? []).map(({ url }) => new URL(url).origin);
  if (config.WEB_DIR !== undefined) hostWeb(app, config.WEB_DIR, routes, [...new Set(linked)]);
  describeApi(app, api);
  const server = app.getHttpServer();
  limitConnections(app, limits);
  const connections = new Connections(server);
  await app.listen(config.PORT, config.HOST).catch(async (cause: NodeJS.ErrnoException) => {
    await app.close();
    throw cannotListen(config, cause);
  });

  const { port } = server.address() as AddressInfo;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const stop = async (): Promise<void> => {
    app.get(HealthChecks).drain();
    const { DRAIN_DELAY_MS = 0, SHUTDOWN_TIMEOUT_MS } = config;
    // Load balancers notice at their next probe and still send requests until then.
    if (DRAIN_DELAY_MS > 0) await delay(DRAIN_DELAY_MS);
    const drained = connections.drain(SHUTDOWN_TIMEOUT_MS);
    dismiss?.();
    await drained;
    await app.close();
    await tracing.stop();
  };
  let stopped: Promise<void> | undefined;
  const url = `http://${host}:${port}`;
  new Logger(api.title).log({ message: 'listening', url });
  return { url, routes, close: () => (stopped ??= stop()) };
}

function cannotListen({ HOST, PORT }: ServiceOptions['config'], cause: NodeJS.ErrnoException): unknown {
  if (cause.syscall !== 'listen') return cause;
  return new LintelError('INVALID_CONFIGURATION', {
    problem: `The service cannot listen on ${HOST}, port ${PORT}.`,
    expected: 'an address of this machine and a port that is free',
    received: cause.message,
    cure: 'Stop the program that has the port, or set PORT to another one (0: any that is free).',
    cause,
  });
}
