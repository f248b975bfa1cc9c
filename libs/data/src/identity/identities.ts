import type { DataSource } from '../database/orm';
import { Accounts } from './accounts';
import { ApiKeys } from './api-keys';
import { ExternalAccounts } from './external-accounts';
import { Sessions, type SessionLimits } from './sessions';

/** All identities: accounts of people with their sessions, and API keys of machines. */
export interface Identities {
  readonly accounts: Accounts;
  readonly externalAccounts: ExternalAccounts;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
}

/** @param database with the platform's schema */
export function openIdentities(database: DataSource, limits: SessionLimits = {}): Identities {
  return {
    accounts: new Accounts(database),
    externalAccounts: new ExternalAccounts(database),
    sessions: new Sessions(database, limits),
    apiKeys: new ApiKeys(database),
  };
}
