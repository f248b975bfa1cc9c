import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { oidcAttemptSchema, type OidcAttempt } from './oidc-provider';

const sealedSchema = z.object({ attempt: oidcAttemptSchema, until: z.number() });

/** Signs what a browser keeps while it is at the identity provider, so that only what this app wrote is believed. */
export class AttemptSeal {
  private readonly key: Buffer;

  /**
   * @param secret the same in every replica, since the browser may come back to another one. Absent: only this process
   *   believes what it signed
   */
  constructor(
    secret: string | undefined,
    private readonly lifetimeMs: number,
    private readonly now: () => number = Date.now,
  ) {
    // A key of its own, so that the secret signs nothing else in the same way.
    this.key = createHmac('sha256', secret ?? randomBytes(32))
      .update('lintel oidc attempt')
      .digest();
  }

  /** @returns text for a cookie */
  close(attempt: OidcAttempt): string {
    const text = Buffer.from(JSON.stringify({ attempt, until: this.now() + this.lifetimeMs })).toString('base64url');
    return `${text}.${this.sign(text).toString('base64url')}`;
  }

  /** @returns undefined for what this app did not sign, or too long ago */
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
