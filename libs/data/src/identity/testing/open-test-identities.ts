import type { DataSource } from '../../database/orm';
import { openPlatformDatabase } from '../../platform/platform-database';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { Accounts } from '../accounts';
import { ApiKeys } from '../api-keys';
import { ExternalAccounts } from '../external-accounts';
import { type Identities } from '../identities';
import { Passwords } from '../passwords';
import { Sessions } from '../sessions';

/** The real cost slows down attackers; tests do not need it. */
export const CHEAP_PASSWORDS = new Passwords({ memoryCost: 64, timeCost: 1, parallelism: 1 });

export interface TestIdentities extends Identities {
  readonly database: DataSource;
  /** The current time of all of them. */
  now: Date;
  /** @param ms by which the clock advances */
  later(ms: number): void;
  close(): Promise<void>;
}

/** Accounts, sessions and keys in a separate database, with a manual clock. */
export async function openTestIdentities(): Promise<TestIdentities> {
  const postgres = await startTestPostgres();
  const database = await openPlatformDatabase(postgres.url);
  const clock = (): Date => opened.now;
  const opened: TestIdentities = {
    database,
    accounts: new Accounts(database, { now: clock, passwords: CHEAP_PASSWORDS }),
    externalAccounts: new ExternalAccounts(database, clock),
    sessions: new Sessions(database, {}, clock),
    apiKeys: new ApiKeys(database, clock),
    now: new Date('2031-05-06T07:08:30.000Z'),
    later(ms) {
      opened.now = new Date(opened.now.getTime() + ms);
    },
    async close() {
      await database.destroy();
      await postgres.stop();
    },
  };
  return opened;
}
