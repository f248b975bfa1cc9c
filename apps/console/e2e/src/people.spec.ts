import { describeInBrowser, openBrowser, seriousViolations, visit, type Visit } from '@lintel/e2e';
import { type Browser, type Page } from 'playwright-core';
import { choosePassword, complaintsOf, makePerson, signIn, type TestPerson } from './testing/people';
import { COLOURS, startConsole, type RunningConsole } from './testing/running-console';

jest.setTimeout(240_000);

describeInBrowser('people of the console', () => {
  let console_: RunningConsole;
  let browser: Browser;
  let ada: TestPerson;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [console_, browser] = await Promise.all([startConsole(), openBrowser()]);
    ada = await makePerson(console_.models.platform, 'Ada', [{ vertical: '*', role: 'admin' }]);
  });
  afterAll(async () => {
    await browser.close();
    await console_.stop();
  });

  /** A person's own browser. */
  async function open(path: string, person: Omit<TestPerson, 'name'>, options = {}): Promise<Page> {
    const opened = await visit(browser, options);
    visits.push(opened);
    opened.page.setDefaultTimeout(20_000);
    await opened.page.goto(console_.url + path);
    await signIn(opened.page, person);
    return opened.page;
  }
  const title = (page: Page, name: string): Promise<void> =>
    page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  it('two of them promote a version, and the trail shows both and is intact', async () => {
    // Ada creates an account for Grace, who reviews the shop.
    const page = await open('/accounts/', ada);
    await title(page, 'People');
    await page.getByRole('button', { name: 'New account' }).click();
    const form = page.getByRole('dialog', { name: 'New account' });
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Grace Hopper');
    await form.getByRole('textbox', { name: 'Sign-in name' }).fill('Grace');
    await form.getByRole('button', { name: 'Add role' }).click();
    await form.getByRole('combobox', { name: 'App' }).selectOption('shop');
    await form.getByRole('combobox', { name: 'Role: shop' }).selectOption('Reviewer');
    expect(await seriousViolations(page)).toEqual([]);
    await form.getByRole('button', { name: 'Create account' }).click();
    const secret = page.getByRole('dialog', { name: 'Password for Grace Hopper' });
    const given = (await secret.locator('code').last().textContent())!;
    expect(given.length).toBeGreaterThanOrEqual(12);
    expect(await seriousViolations(page)).toEqual([]);
    await secret.getByRole('button', { name: 'I have sent it' }).click();
    await secret.waitFor({ state: 'detached' });
    const row = page.getByRole('row', { name: /^Grace Hopper/ });
    await row.getByText('Reviewer: shop').waitFor();
    expect(await page.content()).not.toContain(given);

    // Two people are required from now on.
    await page.goto(`${console_.url}/models/?name=${COLOURS}`);
    await page.getByRole('region', { name: 'Policies' }).getByRole('button', { name: 'Edit' }).click();
    const policies = page.getByRole('dialog', { name: 'Policies' });
    await policies.getByRole('switch', { name: 'Two people for a promotion' }).check();
    await policies.getByRole('button', { name: 'Save' }).click();
    await policies.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Actions: Version 2' }).click();
    await page.getByRole('menuitem', { name: 'Promote to champion…' }).click();
    const promotion = page.getByRole('dialog', { name: 'Promote version 2?' });
    await promotion.getByText('Two people have to agree').waitFor();
    await promotion.getByRole('checkbox', { name: 'Promote although the gates have not judged it' }).check();
    await promotion.getByRole('textbox', { name: 'Reason' }).fill('Both were looked at by eye.');
    await promotion.getByRole('button', { name: 'Request approval' }).click();
    await promotion.waitFor({ state: 'detached' });
    await page.goto(`${console_.url}/approvals/`);
    await page.getByText('You requested this, so someone else has to approve it.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);

    // Grace signs in for the first time, and decides.
    const other = await open('/approvals/', { signInName: 'grace', password: given });
    await choosePassword(other);
    await title(other, 'Approvals');
    await other.getByRole('link', { name: /Admin 1 waiting for your decision/ }).waitFor();
    expect(await other.getByRole('link', { name: 'People' }).count()).toBe(0);
    const waiting = other.getByRole('listitem').filter({ hasText: 'Requested by Ada' });
    await waiting.getByText('Both were looked at by eye.').waitFor();
    expect(await seriousViolations(other)).toEqual([]);
    await waiting.getByRole('button', { name: 'Approve…' }).click();
    const decision = other.getByRole('dialog', { name: 'Approve this request?' });
    await decision.getByRole('textbox', { name: 'Note' }).fill('I agree.');
    await decision.getByRole('button', { name: 'Approve', exact: true }).click();
    await decision.waitFor({ state: 'detached' });
    await other.getByText('No requests waiting').waitFor();
    const { champion } = await console_.models.platform.registry.model(COLOURS);
    expect(champion?.number).toBe(2);

    // The audit trail shows both.
    await page.goto(`${console_.url}/audit/?action=model.promoted`);
    await title(page, 'Audit');
    await page.goto(`${console_.url}/audit/`);
    for (const name of ['Ada', 'Grace Hopper']) {
      await page.getByRole('textbox', { name: 'Who' }).fill(name);
      await page.waitForURL(`**/audit/?actor=${name.replace(' ', '+')}`);
      const entries = page.getByRole('main').getByRole('listitem');
      await entries.filter({ hasNotText: name }).first().waitFor({ state: 'detached' });
      await entries.filter({ hasText: name }).first().waitFor();
      expect(await entries.filter({ hasNotText: name }).count()).toBe(0);
    }
    await page
      .getByRole('button', { name: /^approval/ })
      .first()
      .click();
    const entry = page.getByRole('dialog', { name: /^Entry \d+/ });
    await entry.getByText('Previous hash', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await entry.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Verify chain' }).click();
    await page.getByText('The audit trail is intact').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'As CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/);
    expect(visits.flatMap(complaintsOf)).toEqual([]);
  });

  it('a key is shown once, and stops working once it is revoked', async () => {
    const page = await open('/accounts/?show=keys', ada);
    await page.getByRole('button', { name: 'New key' }).first().click();
    const form = page.getByRole('dialog', { name: 'New key' });
    await form.getByRole('textbox', { name: 'Name' }).fill('shop server');
    await form.getByRole('button', { name: 'Add role' }).click();
    await form.getByRole('combobox', { name: 'App' }).selectOption('shop');
    await form.getByRole('checkbox', { name: 'View models and versions' }).check();
    expect(await seriousViolations(page)).toEqual([]);
    await form.getByRole('button', { name: 'Create key' }).click();
    const secret = page.getByRole('dialog', { name: 'Key for shop server' });
    const key = (await secret.locator('code').last().textContent())!;
    await secret.getByRole('button', { name: 'I have stored it' }).click();
    const ask = async (): Promise<number> =>
      (await fetch(`${console_.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await ask()).toBe(200);
    await page.getByRole('button', { name: 'Revoke: shop server' }).click();
    await page
      .getByRole('dialog', { name: 'Revoke the key “shop server”?' })
      .getByRole('button', { name: 'Revoke', exact: true })
      .click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    // A key that was just used is cached for some seconds.
    for (let left = 60; (await ask()) === 200; left--) {
      if (left === 0) throw new Error('The key still opens the api.');
      await page.waitForTimeout(250);
    }
    expect(await ask()).toBe(401);
  });

  it.each([
    ['/accounts/', 'People'],
    ['/accounts/?show=keys', 'People'],
    ['/audit/', 'Audit'],
    ['/approvals/?state=all', 'Approvals'],
    ['/privacy/', 'Privacy'],
  ])('%s is complete, accessible in light and dark, and logs no errors', async (path, name) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(path, ada, { colorScheme });
      await title(page, name);
      // Its content has loaded, or it says why not.
      await page.waitForTimeout(500);
      expect(await page.getByRole('main').getByRole('alert').count()).toBe(0);
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaintsOf(visits.at(-1)!)).toEqual([]);
      await page.context().close();
    }
  });

  it('a viewer finds no page of the administration, and no action that they may not do', async () => {
    const viewer = await makePerson(console_.models.platform, 'Vera', [{ vertical: 'shop', role: 'viewer' }]);
    const page = await open(`/models/?name=${COLOURS}`, viewer);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('region', { name: 'Policies' }).waitFor();
    for (const name of ['Edit', 'Promote…', /^Roll back/]) {
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    }
    expect(await page.getByRole('link', { name: 'Admin' }).count()).toBe(0);
    await page.goto(`${console_.url}/accounts/`);
    await page.getByRole('main').getByRole('alert').waitFor();
  });
});
