import { type Grant } from '@lintel/contracts';
import { type Visit } from '@lintel/e2e';
import { type Platform } from '@lintel/service';
import { type Page } from 'playwright-core';

/** Somebody with an account, who has chosen a password. */
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

/** Signs in on the page that asks for it in place of the one that was opened. */
export async function signIn(page: Page, { signInName, password }: Omit<TestPerson, 'name'>): Promise<void> {
  await page.getByRole('textbox', { name: 'Sign-in name' }).fill(signInName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  await button.click();
  // Who goes on to another page before the answer has come is not signed in there.
  await button.waitFor({ state: 'detached' });
}

/** What a person who has just signed in with a password that somebody gave them is asked first. */
export async function choosePassword(page: Page): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password, once more', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Change the password' }).click();
}

/** What a browser complains of, but for its first question: nobody is signed in yet, and the api says so. */
export function complaintsOf({ complaints }: Visit): readonly string[] {
  return complaints.filter((complaint) => !/ 401 .*\/v1\/session\)$/.test(complaint));
}
