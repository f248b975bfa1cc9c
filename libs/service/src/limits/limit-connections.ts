import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Limits } from './limits-config';

const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than proxies usually keep an idle connection, so that they do not send on one that has just been closed. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CHECK_EVERY_MS = 5_000;

/** Before the server listens: who is slow to send does not hold a connection for ever, and whose address counts. */
export function limitConnections(app: NestExpressApplication, { REQUEST_TIMEOUT_MS, TRUST_PROXY }: Limits): void {
  const server = app.getHttpServer();
  Object.assign(server, {
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS),
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Node's types have it as an option of a new server alone; it is read when the server begins to listen.
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, REQUEST_TIMEOUT_MS),
  });
  if (TRUST_PROXY !== undefined) app.set('trust proxy', /^\d+$/.test(TRUST_PROXY) ? Number(TRUST_PROXY) : TRUST_PROXY);
}
