import { solid } from '@lintel/core-ml/testing/pictures';
import { JobWorker } from '@lintel/data';
import { encodeEvent, openEventStream } from '@lintel/streams';
import {
  describeInBrowser,
  giveFiles,
  openBrowser,
  seriousViolations,
  visit,
  type FileInPage,
  type Visit,
} from '@lintel/e2e';
import { productPhotoReceived } from '@lintel/ecommerce-contract';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { writeEvaluatedColourModel } from './testing/colour-model';
import { addSettledPerson, signedIn } from './testing/people';
import { RECOGNISER, startApp, type RunningApp } from './testing/running-app';

jest.setTimeout(60_000);

const picture = async (colour: string, name = `${colour}.png`): Promise<FileInPage> => ({
  name,
  type: 'image/png',
  bytes: await solid(colour, 120, 90).png().toBuffer(),
});
const card = (page: Page, name: string | RegExp) => page.getByRole('article', { name });

describeInBrowser('the web app, served by the api', () => {
  let modelFolder: string;
  let app: RunningApp;
  let browser: Browser;
  let ada: BrowserContextOptions;
  let current: Visit;

  const open = async (path: string): Promise<Page> => {
    current = await visit(browser, ada);
    await current.page.goto(app.url + path);
    // The exported page is shown at once; from here on it also reacts.
    await current.page.getByText('Model: colours').waitFor();
    return current.page;
  };

  beforeAll(async () => {
    modelFolder = await writeEvaluatedColourModel();
    [app, browser] = await Promise.all([startApp(modelFolder), openBrowser()]);
    ada = await signedIn(app, await addSettledPerson(app, 'Ada'));
  });
  afterEach(() => current.page.context().close());
  afterAll(async () => {
    await browser.close();
    await app.stop();
    await rm(modelFolder, { recursive: true, force: true });
  });

  describe('recognition', () => {
    it('answers dropped pictures with class, probability and model, and rejects a broken one in its place', async () => {
      const page = await open('/');
      const broken = { ...(await picture('red', 'broken.png')), bytes: Buffer.from('not a picture at all') };
      await giveFiles(page, 'drop', [await picture('red'), broken, await picture('grey')]);

      await card(page, 'red.png')
        .getByText(/^red \d+\.\d%$/)
        .waitFor();
      expect(await card(page, 'red.png').getByRole('listitem').count()).toBe(5);
      expect(await card(page, 'red.png').textContent()).toMatch(/answered in .+ ms · colours/);
      expect(await card(page, 'red.png').getByText('Unsure').count()).toBe(0);

      await card(page, 'grey.png')
        .getByText(/a person should look\.$/)
        .waitFor();
      await card(page, 'broken.png').getByRole('alert').waitFor();
      expect(await card(page, 'broken.png').textContent()).toMatch(/JPEG|PNG/);
      await page.getByText('2 pictures recognised, 1 unsure, 1 not recognised').waitFor();
      // What a screen reader announces.
      expect(await page.getByRole('log').textContent()).toMatch(/red\.png: red, \d+\.\d%/);

      expect(await seriousViolations(page)).toEqual([]);
      // The browser itself logs the refusal, and nothing else went wrong.
      expect(current.complaints.filter((complaint) => !/status of 422.*v1\/recognitions/.test(complaint))).toEqual([]);
    });

    it('answers a pasted picture', async () => {
      const page = await open('/');
      await giveFiles(page, 'paste', [await picture('blue', 'image.png')]);
      await card(page, /^Pasted /)
        .getByText(/^blue \d+\.\d%$/)
        .waitFor();
      expect(current.complaints).toEqual([]);
    });

    it('works by keyboard alone, and keeps its answers while another page is shown', async () => {
      const page = await open('/');
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose pictures' }).focus();
      await page.keyboard.press('Enter');
      const { name, type, bytes } = await picture('green');
      await (await chooser).setFiles([{ name, mimeType: type, buffer: Buffer.from(bytes) }]);
      await card(page, 'green.png')
        .getByText(/^green /)
        .waitFor();

      await page.keyboard.press('3');
      await page.getByRole('heading', { level: 1, name: 'The model' }).waitFor();
      await page.keyboard.press('1');
      await card(page, 'green.png')
        .getByText(/^green /)
        .waitFor();
      expect(current.complaints).toEqual([]);
    });

    it('says when the server is unreachable, and continues by itself when it is back', async () => {
      const page = await open('/');
      await app.kill();
      try {
        await giveFiles(page, 'drop', [await picture('cyan')]);
        await card(page, 'cyan.png').getByText('The server can’t be reached').waitFor();
      } finally {
        await app.start();
      }
      await card(page, 'cyan.png')
        .getByText(/^cyan /)
        .waitFor();
    });
  });

  describe('history', () => {
    it('deletes a picture, undoes the deletion, and filters', async () => {
      const page = await open('/');
      await giveFiles(page, 'drop', [await picture('blue', 'sea.png'), await picture('red', 'rose.png')]);
      await page.getByText('2 pictures recognised, 0 unsure, 0 not recognised').waitFor();
      await page.goto(`${app.url}/history/`);
      const sea = page.getByRole('button', { name: /^sea\.png/ });
      await sea.waitFor();
      expect(await seriousViolations(page)).toEqual([]);

      await sea.click();
      const dialog = page.getByRole('dialog', { name: 'Recognised picture' });
      await dialog.getByText('120 × 90 pixels').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await sea.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await sea.waitFor();
      await page.reload();
      await sea.waitFor();

      await page.getByRole('combobox', { name: 'Class' }).selectOption('blue');
      await page.getByRole('button', { name: /^rose\.png/ }).waitFor({ state: 'detached' });
      await sea.waitFor();
      await page.getByRole('switch', { name: 'Unsure only' }).click();
      await page.getByText('No picture matches').waitFor();
      expect(new URL(page.url()).search).toBe('?className=blue&unsure=true');
      expect(current.complaints).toEqual([]);
    });
  });

  describe('the live history', () => {
    it('shows a photo that arrives as an event without a reload, and reconnects by itself after an outage', async () => {
      const page = await open('/history/');
      const live = page.getByText('Live: new pictures appear by themselves');
      await live.waitFor();
      await publishPhoto(app.databaseUrl, await picture('green', 'arrived.png'));
      await page
        .getByRole('button', { name: /^arrived\.png/ })
        .getByText('New')
        .waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      expect(current.complaints).toEqual([]);

      await app.kill();
      try {
        await page.getByText('Reconnecting…').waitFor();
      } finally {
        await app.start();
      }
      await live.waitFor();
      const form = new FormData();
      form.append('pictures', new Blob([Uint8Array.from((await picture('red')).bytes)]), 'after-outage.png');
      await fetch(`${app.url}/v1/recognitions`, { method: 'POST', body: form, headers: app.headers });
      await page.getByRole('button', { name: /^after-outage\.png/ }).waitFor();
    });
  });

  describe('the model page', () => {
    it('shows the confusion matrix, the curves and the figures of the manifest', async () => {
      const page = await open('/model/');
      const matrix = page.getByRole('table', { name: /Confusion matrix/ });
      await matrix.waitFor();
      expect(await matrix.getByRole('rowheader').allTextContents()).toEqual(
        ['red', 'green', 'blue', 'yellow', 'cyan', 'magenta'], // prettier-ignore
      );
      const counts = (await matrix.getByRole('cell').allTextContents()).map(Number);
      expect(counts).toHaveLength(36);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);

      for (const title of ['ROC curve', 'Precision and recall', 'Calibration', 'Loss', 'Accuracy']) {
        const figure = page.getByRole('figure', { name: title });
        expect(await figure.locator('path.recharts-line-curve').count()).toBeGreaterThan(0);
      }
      await page.getByRole('button', { name: 'Recall' }).click();
      expect(await page.getByRole('columnheader', { name: 'Recall' }).getAttribute('aria-sort')).toBe('ascending');
      expect(await seriousViolations(page)).toEqual([]);
      expect(current.complaints).toEqual([]);
    });
  });

  describe('the shell', () => {
    it('switches to Chinese, sets the language of the document, and remembers it over pages and visits', async () => {
      const page = await open('/');
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('button', { name: 'Language: English' }).click();
      await page.getByRole('menuitemradio', { name: '简体中文' }).click();
      await page.getByRole('heading', { level: 1, name: '识别商品' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      expect(await page.title()).toBe('识别商品 · 商品识别 · Lintel');

      await page.goto(`${app.url}/model/`);
      await page.getByRole('table', { name: /混淆矩阵/ }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      expect(current.complaints).toEqual([]);
    });

    it.each([
      ['dark, on a desk', { colorScheme: 'dark' as const }],
      ['dark, on a phone', { colorScheme: 'dark' as const, viewport: { width: 375, height: 812 }, hasTouch: true }],
      ['in Chinese, on a phone', { locale: 'zh-CN', viewport: { width: 375, height: 812 }, hasTouch: true }],
      ['light, on a phone', { viewport: { width: 375, height: 812 }, hasTouch: true }],
    ])('is accessible and fits the screen: %s', async (_, options) => {
      current = await visit(browser, { ...ada, ...options });
      const { page } = current;
      for (const path of ['/', '/history/', '/model/', '/check/', '/bin/']) {
        await page.goto(app.url + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        // The live history keeps a connection open for ever.
        if (path === '/history/') await page.getByText(/^(Live: |实时：)/).waitFor();
        else await page.waitForLoadState('networkidle');
        expect([path, await seriousViolations(page)]).toEqual([path, []]);
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect([path, overhang]).toEqual([path, 0]);
      }
    });

    it('shows the keyboard help on "?"', async () => {
      const page = await open('/');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Go to History').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('answers an unknown address with 404 and a way back', async () => {
      current = await visit(browser, ada);
      const { page } = current;
      const response = await page.goto(`${app.url}/nowhere/`);
      expect(response?.status()).toBe(404);
      await page.getByRole('link', { name: 'Go to the start' }).click();
      await page.getByRole('heading', { level: 1, name: 'Recognise products' }).waitFor();
    });
  });
});

describeInBrowser('the web app before there is a model', () => {
  it('says how to train one', async () => {
    const [app, browser] = await Promise.all([startApp(), openBrowser()]);
    try {
      const { page } = await visit(browser, await signedIn(app, await addSettledPerson(app, 'Ada')));
      await page.goto(app.url);
      await page.getByRole('heading', { name: 'There is no model yet' }).waitFor();
      expect(await page.locator('code').textContent()).toMatch(/^npx lintel train /);
      expect(await seriousViolations(page)).toEqual([]);
    } finally {
      await browser.close();
      await app.stop();
    }
  });

  it('shows the progress of the first one, and continues by itself when it is in service', async () => {
    const modelFolder = await writeEvaluatedColourModel();
    const [app, browser] = await Promise.all([startApp(), openBrowser()]);
    const trainer = new JobWorker({
      queue: app.jobs,
      vertical: 'ecommerce',
      kinds: ['train'],
      workerName: 'test',
      run: async (_, { report, signal }) => {
        report({ ...NO_PROGRESS, stage: 'train', share: 0.25, secondsLeft: 90 });
        await once(signal, 'abort');
        throw signal.reason;
      },
    });
    try {
      const request = { kind: 'train', vertical: 'ecommerce', modelName: RECOGNISER, parameters: {} } as const;
      await app.jobs.enqueue({ ...request, requestedBy: 'test', reason: 'first-model' });
      const { page } = await visit(browser, await signedIn(app, await addSettledPerson(app, 'Ada')));
      await page.goto(app.url);
      await page.getByRole('heading', { name: 'The first model is being prepared' }).waitFor();
      trainer.start();
      const progress = page.getByRole('progressbar', { name: /^Training · 25% · 90 secs? left$/ });
      await progress.waitFor();
      expect(await progress.getAttribute('aria-valuenow')).toBe('25');
      expect(await seriousViolations(page)).toEqual([]);

      await app.serve(modelFolder);
      await page.getByText('Model: colours').waitFor();
      await giveFiles(page, 'drop', [await picture('red')]);
      await card(page, 'red.png')
        .getByText(/^red \d+\.\d%$/)
        .waitFor();
    } finally {
      await trainer.stop();
      await browser.close();
      await app.stop();
      await rm(modelFolder, { recursive: true, force: true });
    }
  });
});

const NO_PROGRESS = { epoch: null, epochs: null, loss: null, figures: [], imagesPerSecond: null };

/** As a shop's program does. */
async function publishPhoto(databaseUrl: string, { name, bytes }: FileInPage): Promise<void> {
  const stream = openEventStream({ databaseUrl });
  const data = { id: name, fileName: name, picture: Buffer.from(bytes).toString('base64'), source: 'shop-17' };
  const event = encodeEvent(productPhotoReceived, data, { source: '/shop-17' });
  await stream.publish([{ topic: productPhotoReceived.topic, ...event }]);
  await stream.close();
}
