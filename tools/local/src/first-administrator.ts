import { ensureAdministrator, openPlatformDatabase } from '@lintel/data';
import { type Steps } from './steps';

export interface FirstAdministrator {
  readonly signInName: string;
  readonly password: string;
}

/**
 * Makes the administrator of a new database.
 * @returns what they sign in with, this once; undefined where there is one already
 */
export async function makeFirstAdministrator(databaseUrl: string): Promise<FirstAdministrator | undefined> {
  const database = await openPlatformDatabase(databaseUrl, { poolSize: 1 });
  try {
    return await ensureAdministrator(database);
  } finally {
    await database.destroy();
  }
}

/** Tells the password, which is kept nowhere. */
export function announceAdministrator({ signInName, password }: FirstAdministrator, steps: Steps): void {
  steps.say(
    '  Sign in as the first administrator. This is shown once; the password must be changed at the first sign-in.\n',
  );
  steps.say(`    sign-in name  ${signInName}`);
  steps.say(`    password      ${password}\n`);
  steps.say(`  Lost it? npx lintel accounts reset-password --sign-in-name ${signInName}\n`);
}
