import { describeInBrowser, openBrowser, seriousViolations, visit, type Visit } from '@lintel/e2e';
import { type Browser, type Page } from 'playwright-core';
import { complaintsOf, makePerson, signIn, type TestPerson } from './testing/people';
import { COLOURS, type RunningConsole } from './testing/running-console';
import { startRetainer, startSeededConsole, UNTRAINED } from './testing/seeded-console';

jest.setTimeout(240_000);

const PAGES = [
  '/',
  '/jobs/',
  '/models/',
  `/models/?name=${COLOURS}`,
  `/models/?name=${UNTRAINED}`,
  '/alerts/',
  '/schedules/',
  `/datasets/?model=${COLOURS}`,
  `/drift/?model=${COLOURS}`,
  '/streams/',
  '/accounts/',
  '/accounts/?show=keys',
  '/audit/',
  '/approvals/?state=all',
  '/privacy/',
];

describeInBrowser('the words and the shape of the console', () => {
  let console_: RunningConsole;
  let browser: Browser;
  let ada: TestPerson;

  beforeAll(async () => {
    [console_, browser] = await Promise.all([startSeededConsole(), openBrowser()]);
    ada = await makePerson(console_.models.platform, 'Ada', [{ vertical: '*', role: 'admin' }]);
  });
  afterAll(async () => {
    await browser.close();
    await console_.stop();
  });

  /** A person who has signed in, in their own browser. */
  async function open(path: string, options = {}, person: TestPerson = ada): Promise<Visit> {
    const opened = await visit(browser, options);
    opened.page.setDefaultTimeout(20_000);
    await opened.page.goto(console_.url + path);
    await opened.page.getByRole('textbox').first().waitFor();
    await signInAs(opened.page, person);
    return opened;
  }
  async function signInAs(page: Page, person: TestPerson): Promise<void> {
    if ((await page.locator('html').getAttribute('lang')) !== 'zh-CN') return signIn(page, person);
    await page.getByRole('textbox', { name: '登录名' }).fill(person.signInName);
    await page.getByLabel('密码', { exact: true }).fill(person.password);
    const button = page.getByRole('button', { name: '登录', exact: true });
    await button.click();
    await button.waitFor({ state: 'detached' });
  }
  const settle = async (page: Page): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(700);
  };

  it('gates, alerts, job errors, model card and class names are Chinese for a Chinese reader', async () => {
    const { page } = await open('/alerts/', { locale: 'zh-CN' });
    await page.getByText(`${COLOURS} 发生漂移：输入或回答与评估时不同`).waitFor();
    await page.getByText('亮度（PSI 0.41）。基于 300 次预测。').waitFor();
    await page.getByText('2 个窗口发生漂移').waitFor();

    await page.goto(`${console_.url}/models/?name=${UNTRAINED}`);
    await page.getByRole('heading', { name: '上次训练失败' }).waitFor();
    await page.getByText('任务因意外错误而结束。').waitFor();

    const [second] = await console_.models.platform.registry.versions(COLOURS);
    await page.goto(`${console_.url}/version/?id=${second!.id}`);
    await page.getByText('准确率 81.0%，比在用版本的 83.1% 差 2.1 个百分点。策略要求至少改善 0.0 个百分点。').waitFor();
    await page.getByRole('heading', { name: '颜色识别' }).waitFor();
    await page.getByText('只认识纯色。').waitFor();
    await page.getByRole('main').getByText('红色').first().waitFor();
    expect(await page.getByRole('main').getByText('magenta').count()).toBe(0);

    await page.goto(`${console_.url}/datasets/?model=${COLOURS}`);
    await page.getByRole('cell', { name: '品红' }).waitFor();
    await page.context().close();
  });

  it('says in words why a version was refused', async () => {
    const [second] = await console_.models.platform.registry.versions(COLOURS);
    const { page } = await open(`/version/?id=${second!.id}`);
    await page.getByText("Accuracy 81.0% is 2.1 points worse than the champion's 83.1%.").waitFor();
    expect(await page.getByText('gatesPassed').count()).toBe(0);
    await page.context().close();
  });

  it('a label shows its picture to those who may see predictions, and the access is recorded', async () => {
    const { page } = await open(`/datasets/?model=${COLOURS}`);
    await page.getByRole('link', { name: 'Open the picture: red' }).scrollIntoViewIfNeeded();
    await page.waitForFunction(() => [...document.images].some(({ naturalWidth }) => naturalWidth === 64));
    const trail = await page.request.get(`${console_.url}/v1/audit?action=label.picture-viewed`);
    expect(JSON.stringify(await trail.json())).toContain('Ada');
    const clinic = await console_.models.signIn({ name: 'Cleo', grants: [{ vertical: 'clinic', role: 'admin' }] });
    const address = await page.getByRole('link', { name: 'Open the picture: red' }).getAttribute('href');
    expect((await fetch(console_.url + address!, { headers: clinic })).status).toBe(403);
    await page.context().close();
  });

  it('a model without a version says why its training failed, and one click tries again', async () => {
    const { page } = await open(`/models/?name=${UNTRAINED}`);
    await page.getByRole('heading', { name: 'The last training failed' }).waitFor();
    await page.getByText('The job ended with an unexpected error.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'The first training is waiting for a trainer' }).waitFor();
    const { items } = await console_.models.platform.jobs.list({ modelName: UNTRAINED, limit: 5 });
    expect(items.map(({ status }) => status)).toEqual(['queued', 'failed']);
    await page.context().close();
  });

  it('a retention says how many rows go before it is turned on', async () => {
    const worker = startRetainer(console_);
    const turn = async (page: Page): Promise<void> => {
      await page.getByRole('switch', { name: 'Retention: on' }).focus();
      await page.keyboard.press('Space');
    };
    const { page } = await open('/schedules/');
    const toggle = page.getByRole('switch', { name: 'Retention: on' });
    await turn(page);
    const dialog = page.getByRole('dialog', { name: 'Turn on Retention?' });
    await dialog.getByText('The next run would remove 12 rows:').waitFor();
    await dialog.getByText('Drift windows').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await toggle.isChecked()).toBe(false);
    await turn(page);
    await dialog.getByRole('button', { name: 'Turn on and remove 12 rows' }).click();
    await page.getByText('Retention was turned on').waitFor();
    await worker.stop();
    await page.context().close();
  });

  it('a job chooses its architecture and dataset from lists that name the defaults', async () => {
    const { page } = await open('/jobs/?new=job');
    const form = page.getByRole('dialog', { name: 'New job' });
    await form.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'Colours', exact: true }).click();
    const architecture = form.getByRole('combobox', { name: 'Architecture' });
    expect(await architecture.getAttribute('placeholder')).toBe('Default: two-conv');
    await architecture.click();
    await page.getByRole('option', { name: 'residual-cnn: most accurate, slowest' }).click();
    expect(await form.getByRole('textbox', { name: 'Epochs' }).getAttribute('placeholder')).toBe('Default: 6');
    expect(await seriousViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('what is open stays open after a reload, and Back closes it', async () => {
    const { page } = await open('/audit/');
    await page.getByRole('main').getByRole('listitem').getByRole('button').first().click();
    const entry = page.getByRole('dialog', { name: /^Entry \d+/ });
    await entry.waitFor();
    await page.reload();
    await entry.waitFor();
    await page.goBack();
    await entry.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('an account without a role is pointed out in the list, and to the person who signs in with it', async () => {
    const nora = await makePerson(console_.models.platform, 'Nora', []);
    const { page } = await open('/', {}, nora);
    await page.getByRole('heading', { name: 'Your account has no role yet' }).waitFor();
    await page.context().close();
    const list = await open('/accounts/');
    await list.page.getByText('Nora has no role and can’t do anything after signing in.').waitFor();
    await list.page.getByRole('row', { name: /^Nora/ }).getByText('No role').waitFor();
    await list.page.context().close();
  });

  it.each([
    ['English', {}],
    ['Chinese', { locale: 'zh-CN' }],
  ])('every page fits a phone of 375 pixels without scrolling sideways, in %s', async (_, language) => {
    const { page } = await open('/', { ...language, viewport: { width: 375, height: 760 } });
    const wide: string[] = [];
    for (const path of PAGES) {
      await page.goto(console_.url + path);
      await settle(page);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) wide.push(`${path}: ${over} pixels too wide`);
    }
    expect(wide).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('no page logs errors or breaks accessibility in %s', async (colorScheme) => {
    const opened = await open('/', { colorScheme });
    const { page } = opened;
    for (const path of PAGES) {
      await page.goto(console_.url + path);
      await settle(page);
      expect([path, await seriousViolations(page)]).toEqual([path, []]);
    }
    expect(complaintsOf(opened)).toEqual([]);
    await page.context().close();
  });
});
