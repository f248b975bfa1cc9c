import { solid } from '@lintel/core-ml/testing/pictures';
import { describeInBrowser, giveFiles, openBrowser, seriousViolations, visit, type Visit } from '@lintel/e2e';
import { rm } from 'node:fs/promises';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { writeEvaluatedColourModel } from './testing/colour-model';
import { addPerson, addSettledPerson, signedIn, signIn, type TestPerson } from './testing/people';
import { startApp, type RunningApp } from './testing/running-app';

jest.setTimeout(60_000);

const OWN_PASSWORD = 'four words are enough';
/** The errors that the browser itself logs for a refused request. */
const REFUSAL = /status of 40[13]/;

describeInBrowser('signing in', () => {
  let modelFolder: string;
  let app: RunningApp;
  let browser: Browser;
  let ada: TestPerson;
  let current: Visit;

  const open = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    current = await visit(browser, options);
    await current.page.goto(app.url + path);
    return current.page;
  };
  const complaints = (): string[] => current.complaints.filter((complaint) => !REFUSAL.test(complaint));
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

  beforeAll(async () => {
    modelFolder = await writeEvaluatedColourModel();
    [app, browser] = await Promise.all([startApp(modelFolder), openBrowser()]);
    ada = await addSettledPerson(app, 'Ada');
  });
  afterEach(() => current.page.context().close());
  afterAll(async () => {
    await browser.close();
    await app.stop();
    await rm(modelFolder, { recursive: true, force: true });
  });

  it('by keyboard leads to the requested page, after showing what was wrong', async () => {
    const page = await open('/history/?unsure=true');
    await heading(page, 'Sign in to Lintel').waitFor();
    expect(await page.getByText('Recognised').count()).toBe(0);
    // The first field has the focus.
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Name or password is wrong').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.type(ada.password);
    await page.keyboard.press('Enter');
    await heading(page, 'History').waitFor();
    expect(new URL(page.url()).search).toBe('?unsure=true');
    await page.reload();
    await heading(page, 'History').waitFor();
    expect(complaints()).toEqual([]);
  });

  it('with a password that was given out shows nothing before it is changed', async () => {
    const page = await open('/');
    const person = await addPerson(app, 'Grace');
    await signIn(page, person);
    await heading(page, 'Choose a password of your own').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    // A reload does not get around it.
    await page.reload();
    await heading(page, 'Choose a password of your own').waitFor();
    expect(await page.getByRole('link', { name: 'History' }).count()).toBe(0);

    await page.getByLabel('Current password', { exact: true }).fill('not the current one');
    await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
    await page.getByLabel('New password, once more', { exact: true }).fill(OWN_PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('This is not your current password.').waitFor();
    await page.getByLabel('Current password', { exact: true }).fill(person.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Recognise products').waitFor();

    await page.getByRole('button', { name: 'Signed in as Grace' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to Lintel').waitFor();
    await signIn(page, { ...person, password: OWN_PASSWORD });
    await heading(page, 'Recognise products').waitFor();
    expect(complaints()).toEqual([]);
  });

  it('out in one tab shows nothing in the others, and in again brings them back', async () => {
    const page = await open('/model/', await signedIn(app, ada));
    await heading(page, 'The model').waitFor();
    const other = await page.context().newPage();
    await other.goto(app.url);
    await other.getByRole('button', { name: 'Signed in as Ada' }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to Lintel').waitFor();
    expect(await page.getByText('colours').count()).toBe(0);
    await signIn(other, ada);
    await heading(page, 'The model').waitFor();
  });

  it('again after the session has ended keeps everything on the page, and the action is done', async () => {
    const page = await open('/', await signedIn(app, ada));
    await page.getByText('Model: colours').waitFor();
    const bytes = await solid('red', 60, 60).png().toBuffer();
    await giveFiles(page, 'drop', [{ name: 'rose.png', type: 'image/png', bytes }]);
    const card = page.getByRole('article', { name: 'rose.png' });
    await card.getByText(/^red \d/).waitFor();

    await app.identity.sessions.endAll(ada.id);
    await card.getByRole('button', { name: 'Right' }).click();
    const dialog = page.getByRole('dialog', { name: 'Please sign in again' });
    await dialog.waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    // The person may continue reading.
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('You are signed out: nothing new').waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    await card.getByRole('button', { name: 'Right' }).click();
    await dialog.getByLabel('Password', { exact: true }).fill(ada.password);
    await page.keyboard.press('Enter');
    await card.getByText('Ada').waitFor();
    await card.getByText(/^red \d/).waitFor();
    expect(await dialog.count()).toBe(0);
    expect(complaints()).toEqual([]);
  });

  it('is requested by a live page too, once the session has ended', async () => {
    const page = await open('/history/', await signedIn(app, ada));
    await page.getByText(/^Live: /).waitFor();
    await app.identity.sessions.endAll(ada.id);
    await app.kill();
    await app.start();
    await page.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
  });

  it('as a viewer shows what may be seen, and offers no action that is not permitted', async () => {
    const eve = await addSettledPerson(app, 'Eve', [{ vertical: 'ecommerce', role: 'viewer' }]);
    const page = await open('/', await signedIn(app, eve));
    await page.getByText('You may look here, but not recognise pictures').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.goto(`${app.url}/history/`);
    await page.getByRole('button', { name: /^rose\.png/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Recognised picture' });
    await drawer.getByText('60 × 60 pixels').waitFor();
    expect(await drawer.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    expect(await drawer.getByRole('button', { name: 'Take back' }).count()).toBe(0);
    expect(complaints()).toEqual([]);
  });

  it.each([
    ['light, on a desk', {}],
    ['dark, on a desk', { colorScheme: 'dark' as const }],
    ['dark, on a phone', { colorScheme: 'dark' as const, viewport: { width: 390, height: 844 }, hasTouch: true }],
    ['in Chinese, on a phone', { locale: 'zh-CN', viewport: { width: 360, height: 640 }, hasTouch: true }],
  ])('is accessible and fits the screen: %s', async (name, options) => {
    const person = await addPerson(app, `tester-${name.replace(/\W/g, '')}`);
    const page = await open('/', options);
    const judge = async (): Promise<void> => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    };
    await judge();
    await page.locator('input[name=username]').fill(person.signInName);
    await page.locator('input[name=password]').fill(person.password);
    await page.keyboard.press('Enter');
    await page.locator('input[name=next]').fill('short');
    await page.keyboard.press('Enter');
    await judge();
  });
});
