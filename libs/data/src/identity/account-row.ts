import { accountSchema, LintelError, type Account } from '@lintel/contracts';
import { z } from 'zod';
import { readRows, rowTime, type Transaction } from '@lintel/streams';

const COLUMNS = `a.id, a.sign_in_name AS "signInName", a.name, a.grants, a.issuer IS NOT NULL AS external,
  a.disabled_at IS NOT NULL AS disabled, a.must_change_password AS "mustChangePassword", a.created_at AS "createdAt",
  a.created_by AS "createdBy", a.last_sign_in_at AS "lastSignInAt", (
    SELECT t.locked_until FROM platform.sign_in_attempt t
    WHERE t.name_hash = sha256(convert_to(a.sign_in_name, 'UTF8')) AND a.issuer IS NULL) AS "lockedUntil"`;
const accountRow = accountSchema.extend({
  lockedUntil: rowTime.nullable(),
  createdAt: rowTime,
  lastSignInAt: rowTime.nullable(),
});

/**
 * @param rest of the query, after FROM platform.account a
 * @param now an expired lock is ignored
 */
export async function readAccounts(
  transaction: Transaction,
  rest: string,
  parameters: unknown[],
  now: Date,
): Promise<Account[]> {
  const sql = `SELECT ${COLUMNS} FROM platform.account a ${rest}`;
  const accounts = await readRows(transaction, accountRow, sql, parameters);
  return accounts.map((account) =>
    account.lockedUntil !== null && new Date(account.lockedUntil) <= now ? { ...account, lockedUntil: null } : account,
  );
}

/** @throws LintelError NOT_FOUND */
export async function readAccount(transaction: Transaction, id: string, now: Date): Promise<Account> {
  if (!z.uuid().safeParse(id).success) throw noSuchAccount(id);
  const [account] = await readAccounts(transaction, 'WHERE a.id = $1', [id], now);
  if (account === undefined) throw noSuchAccount(id);
  return account;
}

export function noSuchAccount(which: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `There is no account ${which}.`,
    cure: 'List the accounts to see which there are.',
  });
}
