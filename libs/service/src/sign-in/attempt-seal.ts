import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { oidcAttemptSchema, type OidcAttempt } from './oidc-provider';

const sealedSchema = z.object({ attempt: oidcAttemptSchema, until: z.number() });

/**
 * Signs the state that a browser keeps while it is at the identity provider, so that only state written by this app is
 * accepted.
 */
export class AttemptSeal {
  private readonly key: Buffer;

  /**
   * @param secret the same in every replica, because the browser can return to another one. If absent, only this
   *   process accepts what it signed
   */
  constructor(
    secret: string | undefined,
    private readonly lifetimeMs: number,
    private readonly now: () => number = Date.now,
  ) {
    // A derived key, so that the secret is not used in the same way for anything else.
    this.key = createHmac('sha256', secret ?? randomBytes(32))
      .update('lintel oidc attempt')
      .digest();
  }

  /** @returns text for a cookie */
  close(attempt: OidcAttempt): string {
    const text = Buffer.from(JSON.stringify({ attempt, until: this.now() + this.lifetimeMs })).toString('base64url');
    return `${text}.${this.sign(text).toString('base64url')}`;
  }

  /** @returns undefined if this app did not sign it, or it has expired */
  open(cookie: string | undefined): OidcAttempt | undefined {
    const [text = '', signature = ''] = cookie?.split('.') ?? [];
    const expected = this.sign(text);
    const received = Buffer.from(signature, 'base64url');
    if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined;
    const { attempt, until } = sealedSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return this.now() < until ? attempt : undefined;
  }

  private sign(text: string): Buffer {
    return createHmac('sha256', this.key).update(text).digest();
  }
}
