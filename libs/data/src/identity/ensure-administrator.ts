import { PLATFORM_VERTICAL } from '@lintel/contracts';
import { randomUUID } from 'node:crypto';
import { AuditTrail } from '../audit/audit-trail';
import type { DataSource } from '../database/orm';
import { readAccounts } from './account-row';
import { Accounts } from './accounts';
import { ADMINISTRATOR, lockAdministrators } from './administrators';

const FIRST_NAME = 'admin';
const MAKER = 'lintel';

/**
 * Creates the first administrator if there is none; if several programs start at once, only one does.
 * @returns the sign-in name and password, once; undefined if there is an administrator already
 */
export async function ensureAdministrator(
  database: DataSource,
): Promise<{ readonly signInName: string; readonly password: string } | undefined> {
  return database.transaction(async (transaction) => {
    const hasAdministrator = await lockAdministrators(transaction);
    const named = await readAccounts(transaction, 'WHERE a.sign_in_name = $1', [FIRST_NAME], new Date());
    if (named.length > 0 || hasAdministrator) return undefined;
    const first = { signInName: FIRST_NAME, name: 'Administrator', grants: [ADMINISTRATOR] };
    const { account, password } = await new Accounts(database).create({ ...first, createdBy: MAKER }, transaction);
    await new AuditTrail(database).append(
      {
        actor: { kind: 'program', id: MAKER, name: MAKER },
        action: 'account.created',
        subject: { kind: 'account', id: account.id },
        vertical: PLATFORM_VERTICAL,
        outcome: 'done',
        reason: 'There was no administrator.',
        correlationId: randomUUID(),
        details: {},
      },
      transaction,
    );
    return { signInName: FIRST_NAME, password };
  });
}
