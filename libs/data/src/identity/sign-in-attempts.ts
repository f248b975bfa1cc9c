import { LintelError } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, type Transaction } from '@lintel/streams';
import { sha256 } from './secrets';

const ALLOWED_FAILURES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;
/** After this time, earlier failures are forgotten. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

const attemptRow = z.object({ failures: z.int(), lockedUntil: z.date().nullable() });

/**
 * Counts wrong passwords by sign-in name, whether or not the name exists. The fifth failure locks the name for a
 * minute, and every further one for twice as long, up to an hour.
 */
export class SignInAttempts {
  constructor(
    private readonly database: Transaction,
    private readonly now: () => Date,
  ) {}

  /**
   * Counts an attempt as failed before the password is checked, so that concurrent attempts cannot exceed the limit.
   * @returns how long the name is locked if the attempt fails, milliseconds; 0: not at all
   * @throws LintelError SIGN_IN_REFUSED with retryAfterMs while the name is locked
   */
  async begin(signInName: string): Promise<number> {
    const now = this.now();
    const forgottenBefore = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
    const [attempt] = await readRows(
      this.database,
      attemptRow,
      `INSERT INTO platform.sign_in_attempt AS known (name_hash, failures, last_at) VALUES ($1, 1, $2)
       ON CONFLICT (name_hash) DO UPDATE SET last_at = $2,
         failures = CASE WHEN known.last_at < $3 THEN 1 ELSE known.failures + 1 END,
         locked_until = CASE WHEN known.last_at >= $3 AND known.failures + 1 >= $4 THEN
           $2 + least($6, $5 * 2.0 ^ least(known.failures + 1 - $4, 20)) * interval '1 millisecond' END
       WHERE known.locked_until IS NULL OR known.locked_until <= $2
       RETURNING failures, locked_until AS "lockedUntil"`,
      [sha256(signInName), now, forgottenBefore, ALLOWED_FAILURES, FIRST_LOCK_MS, LONGEST_LOCK_MS],
    );
    if (attempt !== undefined) return msUntil(attempt.lockedUntil, now);
    throw wrongNameOrPassword(Math.max(1, await this.lockedForMs(signInName, now)));
  }

  /** Resets the counter after the right password or a password reset. */
  async forget(signInName: string, transaction: Transaction = this.database): Promise<void> {
    await transaction.query('DELETE FROM platform.sign_in_attempt WHERE name_hash = $1', [sha256(signInName)]);
  }

  private async lockedForMs(signInName: string, now: Date): Promise<number> {
    const sql = `SELECT failures, locked_until AS "lockedUntil" FROM platform.sign_in_attempt WHERE name_hash = $1`;
    const [attempt] = await readRows(this.database, attemptRow, sql, [sha256(signInName)]);
    return msUntil(attempt?.lockedUntil ?? null, now);
  }
}

/**
 * The same error for every failed sign-in: it reveals neither which of the two was wrong nor whether the name exists.
 * @param lockedForMs time until the name is unlocked
 */
export function wrongNameOrPassword(lockedForMs = 0): LintelError {
  if (lockedForMs === 0) {
    return new LintelError('SIGN_IN_REFUSED', {
      problem: 'The sign-in name or the password is wrong.',
      cure: 'Check both; an administrator can give you a new password.',
    });
  }
  return new LintelError('SIGN_IN_REFUSED', {
    problem: 'The sign-in name or the password was wrong too often.',
    cure: `Wait ${waitOf(lockedForMs)}; an administrator can give you a new password.`,
    retryable: true,
    retryAfterMs: lockedForMs,
  });
}

function msUntil(time: Date | null, now: Date): number {
  return time === null ? 0 : Math.max(0, time.getTime() - now.getTime());
}

function waitOf(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
