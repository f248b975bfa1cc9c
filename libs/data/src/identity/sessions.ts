import { grantSchema, type Identity } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows } from '../platform/read-rows';
import { randomToken, sha256 } from './secrets';

export interface SessionLimits {
  /** From sign-in to its end, whatever happens. Default: 12 h. */
  readonly absoluteMs?: number;
  /** Without a request. Default: 60 min. */
  readonly idleMs?: number;
}

/** Somebody who has signed in. */
export interface FoundSession {
  readonly identity: Identity;
  readonly signInName: string;
  readonly mustChangePassword: boolean;
  readonly expiresAt: Date;
}

const ABSOLUTE_MS = 12 * 3_600_000;
const IDLE_MS = 3_600_000;
/** How far apart the notes are that it was used: not every request has to write. */
const NOTED_EVERY_MS = 60_000;

const sessionRow = z.object({
  id: z.uuid(),
  name: z.string(),
  signInName: z.string(),
  grants: z.array(grantSchema),
  mustChangePassword: z.boolean(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
});

/** Who is signed in: a random token in their browser, and its SHA-256 here. */
export class Sessions {
  private readonly absoluteMs: number;
  private readonly idleMs: number;

  constructor(
    private readonly database: DataSource,
    { absoluteMs = ABSOLUTE_MS, idleMs = IDLE_MS }: SessionLimits = {},
    private readonly now: () => Date = () => new Date(),
  ) {
    this.absoluteMs = absoluteMs;
    this.idleMs = idleMs;
  }

  /**
   * Always a new token, also for who had one: a token that was planted before the sign-in is worth nothing.
   * @param instead of the session that ends with it
   */
  async create(accountId: string, instead?: string): Promise<{ readonly token: string; readonly expiresAt: Date }> {
    const token = randomToken();
    const now = this.now();
    const expiresAt = new Date(now.getTime() + this.absoluteMs);
    await this.database.transaction(async (transaction) => {
      if (instead !== undefined) {
        await transaction.query('DELETE FROM platform.session WHERE token_hash = $1', [sha256(instead)]);
      }
      await transaction.query(
        `INSERT INTO platform.session (token_hash, account_id, created_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $3, $4)`,
        [sha256(token), accountId, now, expiresAt],
      );
    });
    return { token, expiresAt };
  }

  /**
   * One query by primary key.
   * @param options.isUse false: looking does not put off the end of a session that is idle
   * @returns undefined where it is over, or its account is disabled
   */
  async find(token: string, { isUse = true }: { readonly isUse?: boolean } = {}): Promise<FoundSession | undefined> {
    const now = this.now();
    const [found] = await readRows(
      this.database,
      sessionRow,
      `SELECT a.id, a.name, a.sign_in_name AS "signInName", a.grants, a.must_change_password AS "mustChangePassword",
         s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt"
       FROM platform.session s JOIN platform.account a ON a.id = s.account_id
       WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3 AND a.disabled_at IS NULL`,
      [sha256(token), now, new Date(now.getTime() - this.idleMs)],
    );
    if (found === undefined) return undefined;
    const { id, name, grants, signInName, mustChangePassword, lastSeenAt, expiresAt } = found;
    if (isUse && now.getTime() - lastSeenAt.getTime() >= Math.min(NOTED_EVERY_MS, this.idleMs / 2)) {
      const sql = 'UPDATE platform.session SET last_seen_at = greatest(last_seen_at, $2) WHERE token_hash = $1';
      await this.database.query(sql, [sha256(token), now]);
    }
    const identity: Identity = { kind: 'person', id, name, grants, scopes: null };
    return { identity, signInName, mustChangePassword, expiresAt };
  }

  /** Signs out. Of a session that is over already, nothing happens. */
  async end(token: string): Promise<void> {
    await this.database.query('DELETE FROM platform.session WHERE token_hash = $1', [sha256(token)]);
  }

  /** Signs an account out everywhere. @returns the number of sessions that were ended */
  async endAll(accountId: string): Promise<number> {
    const sql = `WITH ended AS (DELETE FROM platform.session WHERE account_id = $1 RETURNING 1)
      SELECT count(*)::int AS ended FROM ended`;
    const rows = await readRows(this.database, z.object({ ended: z.int() }), sql, [accountId]);
    return rows[0]?.ended ?? 0;
  }
}
