import { tintedFile, writeHeatModel } from '@lintel/core-ml/testing/heat-model';
import { describeInBrowser, giveFiles, openBrowser, seriousViolations, visit } from '@lintel/e2e';
import { rm } from 'node:fs/promises';
import { type Browser, type BrowserContextOptions } from 'playwright-core';
import { addSettledPerson, signedIn } from './testing/people';
import { startApp, type RunningApp } from './testing/running-app';

jest.setTimeout(120_000);

describeInBrowser('where the model looked in a picture', () => {
  let modelFolder: string;
  let app: RunningApp;
  let browser: Browser;
  let ada: BrowserContextOptions;

  beforeAll(async () => {
    modelFolder = await writeHeatModel();
    [app, browser] = await Promise.all([startApp(modelFolder), openBrowser()]);
    ada = await signedIn(app, await addSettledPerson(app, 'Ada'));
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
    await rm(modelFolder, { recursive: true, force: true });
  });

  it.each(['light', 'dark'] as const)('is drawn over it by keyboard in the history, in %s', async (colorScheme) => {
    const { page, complaints } = await visit(browser, { ...ada, colorScheme });
    await page.goto(app.url);
    await page.getByText('Model: tints').waitFor();
    const name = `tint ${colorScheme}.png`;
    await giveFiles(page, 'drop', [{ name, type: 'image/png', bytes: await tintedFile() }]);
    await page.getByRole('article', { name }).getByText('tint 1').first().waitFor();

    await page.goto(`${app.url}/history/`);
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    const drawer = page.getByRole('dialog', { name: 'Recognised picture' });
    await drawer.getByRole('img', { name }).waitFor();
    await drawer.getByRole('switch', { name: 'Show where the model looked' }).focus();
    await page.keyboard.press('Space');
    const heat = drawer.getByRole('img', { name: 'Where the model looked for tint 1' });
    expect(await heat.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(20);
    expect(await seriousViolations(page)).toEqual([]);

    await page.keyboard.press('Space');
    await drawer.getByRole('img', { name }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
