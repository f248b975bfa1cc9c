import { LintelError } from '@lintel/contracts';
import { Logger, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type ServiceConfig } from '../config/service-config';
import { correlation } from '../http/correlation';
import { securityHeaders } from '../http/security-headers';
import { useJsonLog } from '../logging/json-log';
import { describeApi, type ApiDescription } from '../openapi/openapi';
import { ServiceModule } from '../service.module';
import { hostWeb } from '../web/web-host';
import { Connections } from './connections';

export interface ServiceOptions {
  readonly module: Type | DynamicModule;
  readonly config: Omit<ServiceConfig, 'DATABASE_URL'>;
  readonly api: ApiDescription;
}

export interface RunningService {
  /** E.g. http://127.0.0.1:3000 */
  readonly url: string;
  /**
   * Stops: no new connections, requests in progress are finished (for SHUTDOWN_TIMEOUT_MS at
   * most), then the app's providers are closed.
   */
  close(): Promise<void>;
}

/** Of a request; those of the inference protocol, which carry tensors, have a limit of their own. */
const MAX_JSON_BYTES = 1_100_000;

function isParsedJson({ url = '', headers }: IncomingMessage): boolean {
  // The inference protocol puts bytes behind its JSON under the same content type.
  return !url.startsWith('/v2/') && /^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');
}

@Module({})
class RootModule {}

/** Starts an app with all that services have in common, and listens. */
export async function startService({ module, config, api }: ServiceOptions): Promise<RunningService> {
  useJsonLog(config.LOG_LEVEL);
  const root: DynamicModule = { module: RootModule, imports: [ServiceModule, module] };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    // A failed start is reported once, by whoever called.
    abortOnError: false,
    bodyParser: false,
  });
  app.disable('x-powered-by');
  app.use(correlation, securityHeaders);
  app.useBodyParser('json', { limit: MAX_JSON_BYTES, type: isParsedJson });
  if (config.WEB_DIR !== undefined) hostWeb(app, config.WEB_DIR);
  describeApi(app, api);
  const server = app.getHttpServer();
  const connections = new Connections(server);
  await app.listen(config.PORT, config.HOST).catch(async (cause: NodeJS.ErrnoException) => {
    await app.close();
    throw cannotListen(config, cause);
  });

  const { port } = server.address() as AddressInfo;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const stop = async (): Promise<void> => {
    await connections.drain(config.SHUTDOWN_TIMEOUT_MS);
    await app.close();
  };
  let stopped: Promise<void> | undefined;
  const url = `http://${host}:${port}`;
  new Logger(api.title).log({ message: 'listening', url });
  return { url, close: () => (stopped ??= stop()) };
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
