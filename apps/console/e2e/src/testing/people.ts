import { type Grant } from '@lintel/contracts';
import { type Visit } from '@lintel/e2e';
import { type Platform } from '@lintel/service';
import { type Page } from 'playwright-core';

/** A person with an account who has chosen a password. */
export interface TestPerson {
  readonly name: string;
  readonly signInName: string;
  readonly password: string;
}

const PASSWORD = 'four words are enough';

export async function makePerson(
  { identity: { accounts } }: Pick<Platform, 'identity'>,
  name: string,
  grants: readonly Grant[],
): Promise<TestPerson> {
  const signInName = name.toLowerCase();
  const given = await accounts.create({ name, signInName, grants: [...grants], createdBy: 'test' });
  await accounts.changePassword(given.account.id, { current: given.password, next: PASSWORD });
  return { name, signInName, password: PASSWORD };
}

/** Signs in on the sign-in page that replaces the opened one. */
export async function signIn(page: Page, { signInName, password }: Omit<TestPerson, 'name'>): Promise<void> {
  await page.getByRole('textbox', { name: 'Sign-in name' }).fill(signInName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  await button.click();
  // Navigating before the answer has arrived would cancel the sign-in.
  await button.waitFor({ state: 'detached' });
}

/** Fills in the change of password that follows a sign-in with a given-out password. */
export async function choosePassword(page: Page): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password, once more', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Change the password' }).click();
}

/** The errors that a browser logs, except for its first request, which the api answers with "not signed in". */
export function complaintsOf({ complaints }: Visit): readonly string[] {
  return complaints.filter((complaint) => !/ 401 .*\/v1\/session\)$/.test(complaint));
}
