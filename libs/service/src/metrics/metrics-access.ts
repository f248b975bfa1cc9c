import { LintelError } from '@lintel/contracts';
import { createHash, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$|^::1$/;
/** Headers of a proxy: a local proxy forwards requests from elsewhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** The part of a request that is checked. */
interface MetricsRequest {
  readonly headers: IncomingMessage['headers'];
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Allows metrics for requests with the token or, if no token is set, from this machine.
 * @throws LintelError NOT_SIGNED_IN (no token, or a wrong one), NOT_PERMITTED (from elsewhere)
 */
export function checkMetricsAccess(request: MetricsRequest, token: string | undefined): void {
  if (token === undefined) {
    const { headers, socket } = request;
    const near = LOOPBACK.test(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined);
    if (near) return;
    throw new LintelError('NOT_PERMITTED', {
      problem: 'Metrics are available only on this machine.',
      expected: 'a caller on the loopback address, or a token',
      cure: 'Set METRICS_TOKEN, and send it as "Authorization: Bearer …".',
    });
  }
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (timingSafeEqual(digest(given), digest(token))) return;
  throw new LintelError('NOT_SIGNED_IN', {
    problem: 'Metrics require a token.',
    cure: 'Send METRICS_TOKEN as "Authorization: Bearer …".',
  });
}

/** Makes both sides equal in length, so that the comparison leaks nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
