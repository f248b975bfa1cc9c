import { solid } from '@lintel/core-ml/testing/pictures';
import { describeInBrowser, giveFiles, openBrowser, seriousViolations, visit, type Visit } from '@lintel/e2e';
import { type Browser, type Page } from 'playwright-core';
import { makePerson, signIn, type TestPerson } from './testing/people';
import { PAIR_MODEL, startPair, type RunningPair } from './testing/running-pair';

jest.setTimeout(240_000);

describeInBrowser('the shop and the console', () => {
  let pair: RunningPair;
  let browser: Browser;
  let ada: TestPerson;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [pair, browser] = await Promise.all([startPair(), openBrowser()]);
    ada = await makePerson(pair.models.platform, 'Ada', [{ vertical: '*', role: 'admin' }]);
  });
  afterAll(async () => {
    await browser.close();
    await pair.stop();
  });

  async function open(url: string, person: TestPerson = ada): Promise<Page> {
    const opened = await visit(browser, { colorScheme: 'light' });
    visits.push(opened);
    opened.page.setDefaultTimeout(20_000);
    await opened.page.goto(url);
    await signIn(opened.page, person);
    return opened.page;
  }
  const scheme = (page: Page): Promise<string | null> => page.locator('html').getAttribute('data-mantine-color-scheme');
  const at = (page: Page, url: string): Promise<void> => page.waitForURL((address) => address.href.startsWith(url));

  it('lead to each other without another sign-in, and share light and dark', async () => {
    const page = await open(pair.shop);
    await page.getByRole('navigation', { name: 'Other apps' }).getByRole('link', { name: 'Console' }).click();
    await at(page, pair.console);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Sign-in name' }).count()).toBe(0);
    expect(await scheme(page)).toBe('light');

    await choose(page, 'Dark');
    expect(await scheme(page)).toBe('dark');
    await page.getByRole('navigation', { name: 'Other apps' }).getByRole('link').click();
    await at(page, pair.shop);
    expect(await scheme(page)).toBe('dark');
    await page.reload();
    expect(await scheme(page)).toBe('dark');

    await choose(page, 'Light');
    await page.goto(pair.console);
    expect(await scheme(page)).toBe('light');
  });

  it('show the pictures on which champion and challenger differ, in the console, as far as the shop still has them', async () => {
    const page = await open(pair.shop);
    const colours = [
      ['rose', 'red'],
      ['leaf', 'lime'],
      ['sea', 'blue'],
    ] as const;
    const files = colours.map(async ([name, colour]) => ({
      name: `${name}.png`,
      type: 'image/png',
      bytes: await solid(colour).png().toBuffer(),
    }));
    await giveFiles(page, 'drop', await Promise.all(files));
    const readAll = async () => {
      const answer = await fetch(`${pair.shop}/v1/recognitions`, { headers: pair.models.headers });
      return ((await answer.json()) as { items: { id: string; fileName: string }[] }).items;
    };
    let items = await readAll();
    for (let look = 0; look < 40 && items.length < colours.length; look++) {
      await page.waitForTimeout(500);
      items = await readAll();
    }
    const idOf = (fileName: string): string => items.find((item) => item.fileName === fileName)!.id;
    // One is put into the bin before anybody sees it in the console.
    const deleted = { method: 'DELETE', headers: pair.models.headers };
    expect((await fetch(`${pair.shop}/v1/recognitions/${idOf('sea.png')}`, deleted)).status).toBe(204);

    const models = `${pair.console}/models/?name=${PAIR_MODEL}`;
    const pictureOf = (shown: Page, name: string) => shown.locator(`a[href="${pair.shop}/history/?id=${idOf(name)}"]`);
    await page.goto(models);
    for (let look = 0; look < 20 && (await pictureOf(page, 'rose.png').count()) === 0; look++) {
      await page.waitForTimeout(1_000);
    }
    const rose = pictureOf(page, 'rose.png').getByRole('img');
    await rose.scrollIntoViewIfNeeded();
    expect(await rose.getAttribute('alt')).toMatch(/^Champion: red .*\. Challenger: /);
    await page.waitForFunction(
      (image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0,
      await rose.elementHandle(),
    );
    await pictureOf(page, 'sea.png')
      .getByRole('img', { name: /No preview/ })
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    // Looking is recorded where the picture is.
    const { items: trail } = await pair.models.platform.audit.page({ limit: 100 });
    const seen = trail.filter(
      ({ action, subject }) => action === 'recognition.viewed' && subject?.id === idOf('rose.png'),
    );
    expect(seen.some(({ actor }) => actor.name === 'Ada')).toBe(true);

    await pictureOf(page, 'rose.png').click();
    await at(page, pair.shop);
    await page.getByRole('dialog').getByText('rose.png').first().waitFor();
  });

  async function choose(page: Page, name: 'Dark' | 'Light'): Promise<void> {
    await page.getByRole('button', { name: /^Appearance/ }).click();
    await page.getByRole('menuitemradio', { name }).click();
  }
});
