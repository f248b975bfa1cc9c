import { ensureAdministrator, openPlatformDatabase } from '@lintel/data';
import { type Steps } from './steps';

export interface FirstAdministrator {
  readonly signInName: string;
  readonly password: string;
}

/**
 * Creates the administrator of a new database.
 * @returns the sign-in name and password, once; undefined if there is an administrator already
 */
export async function makeFirstAdministrator(databaseUrl: string): Promise<FirstAdministrator | undefined> {
  const database = await openPlatformDatabase(databaseUrl, { poolSize: 1 });
  try {
    return await ensureAdministrator(database);
  } finally {
    await database.destroy();
  }
}

/** Shows the password, which is stored nowhere. */
export function announceAdministrator({ signInName, password }: FirstAdministrator, steps: Steps): void {
  steps.say(
    '  Sign in as the first administrator. The password is shown once and must be changed at the first sign-in.\n',
  );
  steps.say(`    sign-in name  ${signInName}`);
  steps.say(`    password      ${password}\n`);
  steps.say(`  Lost the password? npx lintel accounts reset-password --sign-in-name ${signInName}\n`);
}
