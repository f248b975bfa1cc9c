import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Limits } from './limits-config';

const HEADERS_TIMEOUT_MS = 10_000;
/**
 * Longer than proxies usually keep an idle connection, so that they do not send requests on one that has just been
 * closed.
 */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CHECK_EVERY_MS = 5_000;

/** Configures timeouts against slow clients, and the trusted proxies. Must be called before the server listens. */
export function limitConnections(app: NestExpressApplication, { REQUEST_TIMEOUT_MS, TRUST_PROXY }: Limits): void {
  const server = app.getHttpServer();
  Object.assign(server, {
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS),
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Node's types offer it only as an option of a new server, but it is read when the server begins to listen.
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, REQUEST_TIMEOUT_MS),
  });
  if (TRUST_PROXY !== undefined) app.set('trust proxy', /^\d+$/.test(TRUST_PROXY) ? Number(TRUST_PROXY) : TRUST_PROXY);
}
