import type { DataSource } from '../database/orm';
import { Accounts } from './accounts';
import { ApiKeys } from './api-keys';
import { ExternalAccounts } from './external-accounts';
import { Sessions, type SessionLimits } from './sessions';

/** Who can ask for anything: people with accounts, signed in or not, and machines with keys. */
export interface Identities {
  readonly accounts: Accounts;
  readonly externalAccounts: ExternalAccounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
}

/** @param database of the platform's schema */
export function openIdentities(database: DataSource, limits: SessionLimits = {}): Identities {
  return {
    accounts: new Accounts(database),
    externalAccounts: new ExternalAccounts(database),
    sessions: new Sessions(database, limits),
    apiKeys: new ApiKeys(database),
  };
}
