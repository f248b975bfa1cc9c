import { LintelError } from '@lintel/contracts';
import { type FoundKey, type Identities } from '@lintel/data';
import { type Request } from 'express';
import { type Authenticated } from '../access/access.guard';
import { sessionTokenOf } from './cookies';
import { KeyCache } from './key-cache';
import { forgedRequest, isFromOwnPage, isSafe } from './own-page';

/** The sender of a request, and how they signed in. */
export interface SignedInCaller extends Authenticated {
  /** Null for a machine. */
  readonly signInName: string | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

const BEARER = /^Bearer +(\S+)$/i;

/** Identifies the sender of a request: a browser with a session, or a machine with a key. */
export class Authenticator {
  private readonly keys: KeyCache;

  constructor(
    private readonly identities: Pick<Identities, 'sessions' | 'apiKeys'>,
    private readonly publicUrl?: string,
  ) {
    this.keys = new KeyCache(identities.apiKeys);
  }

  /**
   * One indexed query; for a key, one every ten seconds. A key takes precedence over a cookie.
   * @returns undefined if the request brings no credentials
   * @throws LintelError NOT_SIGNED_IN if they are invalid or expired; NOT_PERMITTED for a change that was not requested
   *   by one of our pages
   */
  async authenticate(request: Request): Promise<SignedInCaller | undefined> {
    const key = keyOf(request);
    if (key !== undefined) return this.byKey(key);
    const token = sessionTokenOf(request);
    if (token === undefined) return undefined;
    if (!isSafe(request) && isFromOwnPage(request, this.publicUrl) !== true) throw forgedRequest();
    const session = await this.identities.sessions.find(token);
    if (session === undefined) throw sessionIsOver();
    return session;
  }

  /**
   * Authenticates again while a response is in progress: reads the database, and does not count as use of the session,
   * which would otherwise never expire while a page is open.
   * @throws LintelError NOT_SIGNED_IN
   */
  async recheck(request: Request): Promise<SignedInCaller | undefined> {
    const key = keyOf(request);
    if (key !== undefined) return callerOf(await this.identities.apiKeys.find(key));
    const token = sessionTokenOf(request);
    if (token === undefined) return undefined;
    const session = await this.identities.sessions.find(token, { isUse: false });
    if (session === undefined) throw sessionIsOver();
    return session;
  }

  private async byKey(key: string): Promise<SignedInCaller> {
    return callerOf(await this.keys.find(key));
  }
}

/** @throws LintelError NOT_SIGNED_IN */
function callerOf(found: FoundKey | undefined): SignedInCaller {
  if (found === undefined) throw keyIsNone();
  return { ...found, signInName: null, mustChangePassword: false };
}

function keyOf(request: Request): string | undefined {
  return BEARER.exec(request.header('authorization') ?? '')?.[1] ?? request.header('x-api-key');
}

function sessionIsOver(): LintelError {
  return new LintelError('NOT_SIGNED_IN', { problem: 'Your session has ended.', cure: 'Sign in again.' });
}

function keyIsNone(): LintelError {
  return new LintelError('NOT_SIGNED_IN', {
    problem: 'This API key is not valid: it does not exist, has expired, or was revoked.',
    expected: '"Authorization: Bearer lintel_…" or "X-API-Key: lintel_…"',
    cure: 'Ask an administrator for a key.',
  });
}
