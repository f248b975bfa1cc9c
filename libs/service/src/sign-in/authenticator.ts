import { LintelError } from '@lintel/contracts';
import { type Identities } from '@lintel/data';
import { type Request } from 'express';
import { type Authenticated } from '../access/access.guard';
import { sessionTokenOf } from './cookies';
import { KeyCache } from './key-cache';
import { forgedRequest, isFromOwnPage, isSafe } from './own-page';

/** Whom a request comes from, and by what it is known. */
export interface SignedInCaller extends Authenticated {
  /** Null for a machine. */
  readonly signInName: string | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

const BEARER = /^Bearer +(\S+)$/i;

/** Says whom a request comes from: a browser with a session, or a machine with a key. */
export class Authenticator {
  private readonly keys: KeyCache;

  constructor(
    private readonly identities: Pick<Identities, 'sessions' | 'apiKeys'>,
    private readonly publicUrl?: string,
  ) {
    this.keys = new KeyCache(identities.apiKeys);
  }

  /**
   * One indexed query; for a key, one in ten seconds. Where a request has a key, its cookie does not count.
   * @returns undefined where the request brings no credentials
   * @throws LintelError NOT_SIGNED_IN where they are none, or no more; NOT_PERMITTED for a change that none of our
   *   pages asked for
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

  private async byKey(key: string): Promise<SignedInCaller> {
    const found = await this.keys.find(key);
    if (found === undefined) throw keyIsNone();
    return { ...found, signInName: null, mustChangePassword: false };
  }
}

function keyOf(request: Request): string | undefined {
  return BEARER.exec(request.header('authorization') ?? '')?.[1] ?? request.header('x-api-key');
}

function sessionIsOver(): LintelError {
  return new LintelError('NOT_SIGNED_IN', { problem: 'Your sign-in is over.', cure: 'Sign in again.' });
}

function keyIsNone(): LintelError {
  return new LintelError('NOT_SIGNED_IN', {
    problem: 'This API key opens nothing: there is none, it has expired, or it was revoked.',
    expected: '"Authorization: Bearer lintel_…" or "X-API-Key: lintel_…"',
    cure: 'Ask an administrator for a key.',
  });
}
