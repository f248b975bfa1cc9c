import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeInBrowser, openBrowser, seriousViolations, visit } from '@lintel/e2e';
import { tintedFile, writeHeatModel } from '@lintel/core-ml/testing/heat-model';
import { inferSchema, tableOfRecords, trainTable } from '@lintel/core-ml/tables';
import { type Browser } from 'playwright-core';
import sharp from 'sharp';
import { complaintsOf, makePerson, signIn, type TestPerson } from './testing/people';
import { COLOURS, startConsole, type RunningConsole } from './testing/running-console';

jest.setTimeout(240_000);

describeInBrowser('a version that a person tries', () => {
  let console_: RunningConsole;
  let browser: Browser;
  let ada: TestPerson;
  let root: string;
  let loans: string;
  let tints: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lintel-try-'));
    [console_, browser] = await Promise.all([startConsole(), openBrowser()]);
    ada = await makePerson(console_.models.platform, 'Ada', [{ vertical: '*', role: 'admin' }]);
    const rows = Array.from({ length: 200 }, (_, at) => ({
      debt: (at * 37) % 100,
      purpose: at % 3 === 0 ? 'car' : 'house',
      late: (at * 37) % 100 > 50 ? 'yes' : 'no',
    }));
    const table = tableOfRecords(rows);
    const out = join(root, 'loans');
    const schema = inferSchema(table, { target: 'late' });
    await trainTable({ table, schema, recipe: 'linear', name: 'loans', source: 'loans.csv', out, seed: 1 });
    const heat = await writeHeatModel();
    tints = (await console_.models.register('shop.tints', heat)).id;
    await rm(heat, { recursive: true });
    loans = (await console_.models.register('shop.loans', out)).id;
  });
  afterAll(async () => {
    await browser.close();
    await console_.stop();
    await rm(root, { recursive: true, force: true });
  });

  it.each(['light', 'dark'] as const)(
    'answers a row, a CSV file and a picture on its page in %s',
    async (colorScheme) => {
      const opened = await visit(browser, { colorScheme });
      const { page } = opened;
      page.setDefaultTimeout(20_000);
      await page.goto(`${console_.url}/version/?id=${loans}`);
      await signIn(page, ada);
      const section = page.getByRole('region', { name: 'Try it' });
      await section.getByRole('textbox', { name: 'debt' }).fill('90');
      await page.keyboard.press('Enter');
      const answers = section.getByRole('list', { name: 'Answers' });
      await answers.getByText('yes', { exact: false }).first().waitFor();
      await answers.getByRole('region', { name: 'Reasons' }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);

      const file = join(root, 'rows.csv');
      await writeFile(file, 'debt,purpose\n5,car\nmany,car\n');
      await section.locator('input[type=file]').setInputFiles(file);
      await section.getByRole('button', { name: 'Ask about the file' }).click();
      await section.getByRole('heading', { name: 'line 3' }).waitFor();
      expect(await answers.getByRole('alert').count()).toBe(1);
      expect(await seriousViolations(page)).toEqual([]);

      const [version] = await console_.models.platform.registry.versions(COLOURS);
      const red = { create: { width: 64, height: 64, channels: 3, background: 'red' } } as const;
      const picture = { name: 'red.png', mimeType: 'image/png', buffer: await sharp(red).png().toBuffer() };
      await page.goto(`${console_.url}/version/?id=${version!.id}`);
      await section.locator('input[type=file]').first().setInputFiles(picture);
      await answers.getByText('red').first().waitFor();
      expect(await seriousViolations(page)).toEqual([]);

      await page.goto(`${console_.url}/version/?id=${tints}`);
      const tinted = { name: 'tint.png', mimeType: 'image/png', buffer: await tintedFile() };
      await section.locator('input[type=file]').first().setInputFiles(tinted);
      await section.getByRole('switch').focus();
      await page.keyboard.press('Space');
      const heat = answers.getByRole('img', { name: 'Where the model looked for tint 1' });
      expect(await heat.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(20);
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaintsOf(opened)).toEqual([]);
      await page.context().close();
    },
  );
});
