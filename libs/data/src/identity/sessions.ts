import { grantSchema, type Identity } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { readRows } from '@lintel/streams';
import { randomToken, sha256 } from './secrets';

export interface SessionLimits {
  /** Maximum lifetime of a session. Default: 12 h. */
  readonly absoluteMs?: number;
  /** Lifetime without requests. Default: 60 min. */
  readonly idleMs?: number;
}

/** A valid session. */
export interface FoundSession {
  readonly identity: Identity;
  readonly signInName: string;
  readonly mustChangePassword: boolean;
  readonly expiresAt: Date;
}

const ABSOLUTE_MS = 12 * 3_600_000;
const IDLE_MS = 3_600_000;
/** Minimum time between updates of the last use, so that not every request writes. */
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

/** Sessions: a random token in the browser, and its SHA-256 in the database. */
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
   * Always issues a new token, so that a token planted before the sign-in is useless (session fixation).
   * @param instead of the session that is ended
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
   * @param options.isUse false: the lookup does not extend an idle session
   * @returns undefined if the session has ended or its account is disabled
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

  /** Signs out. Does nothing if the session has already ended. */
  async end(token: string): Promise<void> {
    await this.database.query('DELETE FROM platform.session WHERE token_hash = $1', [sha256(token)]);
  }

  /** Signs an account out everywhere. @returns the number of sessions ended */
  async endAll(accountId: string): Promise<number> {
    const sql = `WITH ended AS (DELETE FROM platform.session WHERE account_id = $1 RETURNING 1)
      SELECT count(*)::int AS ended FROM ended`;
    const rows = await readRows(this.database, z.object({ ended: z.int() }), sql, [accountId]);
    return rows[0]?.ended ?? 0;
  }
}
