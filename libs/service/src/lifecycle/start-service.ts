import { ConsoleLogger, Module, type DynamicModule, type LogLevel, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type AddressInfo } from 'node:net';
import { type ServiceConfig } from '../config/service-config';
import { correlation } from '../http/correlation';
import { securityHeaders } from '../http/security-headers';
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

const LOG_LEVELS: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];

@Module({})
class RootModule {}

/** Starts an app with all that services have in common, and listens. */
export async function startService({ module, config, api }: ServiceOptions): Promise<RunningService> {
  const root: DynamicModule = { module: RootModule, imports: [ServiceModule, module] };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: new ConsoleLogger({
      json: true,
      colors: false,
      logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(config.LOG_LEVEL) + 1),
    }),
    // A failed start is reported once, by whoever called.
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.use(correlation, securityHeaders);
  if (config.WEB_DIR !== undefined) hostWeb(app, config.WEB_DIR);
  describeApi(app, api);
  const server = app.getHttpServer();
  const connections = new Connections(server);
  await app.listen(config.PORT, config.HOST);

  const { port } = server.address() as AddressInfo;
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
  const stop = async (): Promise<void> => {
    await connections.drain(config.SHUTDOWN_TIMEOUT_MS);
    await app.close();
  };
  let stopped: Promise<void> | undefined;
  return { url: `http://${host}:${port}`, close: () => (stopped ??= stop()) };
}
