import { EVERY_VERTICAL, LintelError, type Grant } from '@lintel/contracts';
import type { Transaction } from '@lintel/streams';

/** An administrator is an enabled account with this grant. */
export const ADMINISTRATOR: Grant = { vertical: EVERY_VERTICAL, role: 'admin' };

/**
 * Serialises changes of administrators until the end of the transaction.
 * @returns whether there is an administrator, that is, an account that can grant rights
 */
export async function lockAdministrators(transaction: Transaction): Promise<boolean> {
  await transaction.query("SELECT pg_advisory_xact_lock(hashtext('lintel-administrators'))");
  return hasAdministrator(transaction);
}

/** @throws LintelError CONFLICT if no account that can grant rights would be left */
export async function requireAdministrator(transaction: Transaction): Promise<void> {
  if (await hasAdministrator(transaction)) return;
  throw new LintelError('CONFLICT', {
    problem: 'This is the last administrator.',
    expected: `another account with the role ${ADMINISTRATOR.role} in all verticals that is not disabled`,
    cure: 'Make somebody else an administrator first.',
  });
}

async function hasAdministrator(transaction: Transaction): Promise<boolean> {
  const found = (await transaction.query(
    'SELECT 1 FROM platform.account WHERE disabled_at IS NULL AND grants @> $1::jsonb LIMIT 1',
    [JSON.stringify([ADMINISTRATOR])],
  )) as unknown[];
  return found.length > 0;
}
