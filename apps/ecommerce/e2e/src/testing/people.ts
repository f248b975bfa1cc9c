import { type Grant } from '@lintel/contracts';
import { type BrowserContextOptions, type Page } from 'playwright-core';
import { type RunningApp } from './running-app';

/** A person with an account. */
export interface TestPerson {
  readonly id: string;
  readonly signInName: string;
  readonly password: string;
}

const OPERATOR: readonly Grant[] = [{ vertical: 'ecommerce', role: 'operator' }];

/** Creates an account with a given-out password, which its owner has to change. */
export async function addPerson(
  { identity: { accounts } }: Pick<RunningApp, 'identity'>,
  name: string,
  grants = OPERATOR,
): Promise<TestPerson> {
  const signInName = name.toLowerCase();
  const { account, password } = await accounts.create({ name, signInName, grants: [...grants], createdBy: 'test' });
  return { id: account.id, signInName, password };
}

/** The same, with a password of their own. */
export async function addSettledPerson(app: RunningApp, name: string, grants = OPERATOR): Promise<TestPerson> {
  const person = await addPerson(app, name, grants);
  const password = `${name} has four words`;
  await app.identity.accounts.changePassword(person.id, { current: person.password, next: password });
  return { ...person, password };
}

/** A browser in which a person has already signed in. */
export async function signedIn(
  { identity: { sessions }, url }: RunningApp,
  { id }: TestPerson,
): Promise<BrowserContextOptions> {
  const { token } = await sessions.create(id);
  const cookie = { name: 'lintel_session', value: token, domain: new URL(url).hostname, path: '/' };
  return {
    storageState: {
      cookies: [{ ...cookie, expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' }],
      origins: [],
    },
  };
}

/** Fills in the form that replaces the page or is shown above it. */
export async function signIn(page: Page, { signInName, password }: Omit<TestPerson, 'id'>): Promise<void> {
  await page.getByRole('textbox', { name: 'Sign-in name' }).fill(signInName);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}
