import { solid } from '@lintel/core-ml/testing/pictures';
import {
  describeInBrowser,
  giveFiles,
  openBrowser,
  seriousViolations,
  visit,
  type FileInPage,
  type Visit,
} from '@lintel/e2e';
import { rm } from 'node:fs/promises';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { writeEvaluatedColourModel } from './testing/colour-model';
import { addSettledPerson, signedIn } from './testing/people';
import { startApp, type RunningApp } from './testing/running-app';

jest.setTimeout(120_000);

/** Twelve photographs of a morning: nine plain ones, and three that the model is unsure about. */
const PHOTOGRAPHS: readonly (readonly [string, string])[] = [
  ['coat.png', 'red'],
  ['scarf.png', 'lime'],
  ['hat.png', 'blue'],
  ['skirt.png', 'yellow'],
  ['dress.png', 'cyan'],
  ['belt.png', 'magenta'],
  ['shirt.png', 'rgb(250, 10, 0)'],
  ['boots.png', 'rgb(0, 250, 10)'],
  ['gloves.png', 'rgb(10, 0, 250)'],
  ['socks.png', 'rgb(136, 136, 136)'],
  ['tie.png', 'grey'],
  ['vest.png', 'rgb(136, 136, 136)'],
];
/** The keys of the classes, in the order of the model. */
const KEYS = { red: '1', green: '2', blue: '3', yellow: '4', cyan: '5', magenta: '6' };

describeInBrowser('the morning of a merchandiser', () => {
  let modelFolder: string;
  let app: RunningApp;
  let browser: Browser;
  let current: Visit;
  let page: Page;

  const card = (name: string) => page.getByRole('article', { name });
  const tile = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  const drawer = () => page.getByRole('dialog', { name: 'Recognised picture' });
  /** The card with the focus, by the name of its picture. */
  const focused = () =>
    page.evaluate(() => document.activeElement?.querySelector('article')?.getAttribute('aria-label') ?? null);

  beforeAll(async () => {
    modelFolder = await writeEvaluatedColourModel();
    [app, browser] = await Promise.all([startApp(modelFolder), openBrowser()]);
    const ada: BrowserContextOptions = await signedIn(app, await addSettledPerson(app, 'Ada'));
    current = await visit(browser, ada);
    page = current.page;
    await page.goto(app.url);
    await page.getByText('Model: colours').waitFor();
  });
  afterEach(() => {
    expect(current.complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
    await rm(modelFolder, { recursive: true, force: true });
  });

  it('drops 12 photographs, and sees what the model knows and which ones it is unsure about', async () => {
    await page.getByText('The model knows 6 classes: red, green, blue, yellow, cyan and magenta.').waitFor();
    await page.getByText('Nobody has checked an answer of this model').waitFor();
    const files = PHOTOGRAPHS.map(async ([name, colour]): Promise<FileInPage> => {
      return { name, type: 'image/png', bytes: await solid(colour, 90, 120).png().toBuffer() };
    });
    await giveFiles(page, 'drop', await Promise.all(files));
    await page.getByText('12 pictures recognised, 3 unsure, 0 not recognised').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('corrects 3 of them by keyboard: the card and the count follow, and the focus stays where it was', async () => {
    await page.keyboard.press('N');
    expect(await focused()).toBe('coat.png');
    await page.keyboard.press(KEYS.magenta);
    await page.getByText('coat.png is kept as “magenta”').waitFor();
    await card('coat.png').getByText('magenta', { exact: true }).first().waitFor();
    await card('coat.png').getByText('Corrected').waitFor();
    expect(await focused()).toBe('coat.png');

    await page.keyboard.press('N');
    expect(await focused()).toBe('scarf.png');
    await page.keyboard.press('R');
    await card('scarf.png').getByText('Confirmed').waitFor();
    expect(await focused()).toBe('scarf.png');

    for (let step = 2; step < 10; step++) await page.keyboard.press('N');
    expect(await focused()).toBe('socks.png');
    await page.keyboard.press('X');
    await card('socks.png').getByText('None of these').first().waitFor();
    await page.keyboard.press('N');
    // A class that the model does not know, by its name.
    await page.keyboard.press('C');
    await page.keyboard.type('silver');
    await page.getByRole('option', { name: 'New class: “silver”' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await card('tie.png').getByText('silver', { exact: true }).first().waitFor();

    await page.getByText('12 pictures recognised, 1 unsure, 0 not recognised · 4 checked').waitFor();
    await page.getByText(/people agreed with 25% of 4 checked answers \(95% interval 5% – 70%\)/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('sees the keys of the picture in focus on "?"', async () => {
    await card('coat.png').getByRole('button', { name: 'Right' }).focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const words of ['It is magenta', 'Next picture', 'None of these', 'Undo']) {
      await help.getByText(words, { exact: true }).waitFor();
    }
    // Its key belongs to a class now.
    expect(await help.getByText('Go to Recognise').count()).toBe(0);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('reloads the page, and everything is there as it was', async () => {
    await page.reload();
    await page.getByText('12 pictures recognised, 1 unsure, 0 not recognised · 4 checked').waitFor();
    await card('coat.png').getByText('Corrected').waitFor();
    const names = await page
      .getByRole('article')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(names).toEqual(PHOTOGRAPHS.map(([name]) => name));
    const shown = await card('coat.png')
      .getByRole('img', { name: 'coat.png' })
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(shown).toBeGreaterThan(0);
  });

  it('checks the rest in the queue, which advances by itself', async () => {
    await page.getByRole('link', { name: 'Check the unsure ones' }).click();
    await page.getByRole('heading', { level: 1, name: 'Check the unsure ones' }).waitFor();
    await card('vest.png').waitFor();
    await page.waitForURL(({ searchParams }) => /^[0-9a-f-]{36}$/.test(searchParams.get('id') ?? ''));
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press(KEYS.red);
    await page.getByRole('heading', { name: 'Everything is checked' }).waitFor();
    await page.keyboard.press('U');
    await card('vest.png').waitFor();
    await page.keyboard.press(KEYS.green);
    await page.getByRole('heading', { name: 'Everything is checked' }).waitFor();
  });

  it('opens a picture in the history by Enter twice, and nothing is deleted', async () => {
    await page.goto(`${app.url}/history/`);
    await tile('hat.png').focus();
    await page.keyboard.press('Enter');
    await drawer().getByText('90 × 120 pixels').waitFor();
    const name = await page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(name).not.toContain('Delete');
    await page.keyboard.press('Enter');
    await tile('hat.png').waitFor();
    expect(await page.getByText('hat.png is in the bin').count()).toBe(0);
  });

  it('finds the same page again by the address: open picture, search, back and forward', async () => {
    await page.goto(`${app.url}/history/`);
    await page.getByRole('textbox', { name: 'Search names and classes' }).fill('HAT');
    await tile('coat.png').waitFor({ state: 'detached' });
    await tile('hat.png').click();
    await drawer().getByText('90 × 120 pixels').waitFor();
    await page.waitForURL(/\?search=HAT&id=/);
    await page.reload();
    await drawer().getByText('90 × 120 pixels').waitFor();
    await page.goBack();
    await drawer().waitFor({ state: 'detached' });
    await tile('hat.png').waitFor();
    await page.goForward();
    await drawer().getByText('90 × 120 pixels').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('deletes a picture, undoes it by one key, deletes it again and restores it from the bin', async () => {
    await page.goto(`${app.url}/history/`);
    await tile('hat.png').click();
    await drawer().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('hat.png is in the bin').waitFor();
    await tile('hat.png').waitFor({ state: 'detached' });
    await page.keyboard.press('U');
    await tile('hat.png').waitFor();

    await tile('hat.png').click();
    await drawer().getByRole('button', { name: 'Delete' }).click();
    await tile('hat.png').waitFor({ state: 'detached' });
    await page.goto(`${app.url}/bin/`);
    await card('hat.png')
      .getByText(/^Kept until /)
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await card('hat.png').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('hat.png is restored').waitFor();
    await page.getByText('The bin is empty').first().waitFor();
    await page.goto(`${app.url}/history/?search=hat`);
    await tile('hat.png').waitFor();
  });

  it('removes one permanently, after a question that Enter does not confirm by accident', async () => {
    await page.goto(`${app.url}/history/`);
    await tile('belt.png').click();
    await drawer().getByRole('button', { name: 'Delete' }).click();
    await tile('belt.png').waitFor({ state: 'detached' });
    await page.goto(`${app.url}/bin/`);
    const remove = card('belt.png').getByRole('button', { name: 'Delete for good' });
    await remove.focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: 'Delete belt.png for good?' });
    await question.waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]') !== null);
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    await card('belt.png').waitFor();
    await remove.click();
    await question.getByRole('button', { name: 'Delete for good' }).click();
    await card('belt.png').waitFor({ state: 'detached' });
  });

  it('gives many pictures the same verdict at once, and undoes it as one', async () => {
    await page.goto(`${app.url}/history/?checked=false`);
    await page.getByRole('button', { name: 'Select pictures' }).click();
    await tile('dress.png').click();
    await tile('skirt.png').click();
    await page.getByText('2 pictures selected').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'All right' }).click();
    await page.getByText('2 pictures confirmed').waitFor();
    await tile('dress.png').getByText('right').waitFor();
    await page.keyboard.press('U');
    await tile('dress.png').getByText('right').waitFor({ state: 'detached' });
  });

  it('looks the same in the other apps of the host: the appearance is a cookie', async () => {
    await page.getByRole('button', { name: /^Appearance/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.evaluate(() => window.localStorage.clear());
    await page.reload();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'lintel-color-scheme');
    // Cookies are shared by all ports.
    expect(cookie).toMatchObject({ value: 'dark', domain: '127.0.0.1', path: '/' });
  });
});
