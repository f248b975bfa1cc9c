import { describeInBrowser, openBrowser, seriousViolations, visit } from '@lintel/e2e';
import { createHash } from 'node:crypto';
import { type Browser } from 'playwright-core';
import { complaintsOf, makePerson, signIn, type TestPerson } from './testing/people';
import { startConsole, type RunningConsole } from './testing/running-console';

jest.setTimeout(120_000);

const MODEL = 'shop.loans';
const LABELLED = 30;

describeInBrowser('the labelled examples of a dataset version', () => {
  let console_: RunningConsole;
  let browser: Browser;
  let olga: TestPerson;

  beforeAll(async () => {
    [console_, browser] = await Promise.all([startConsole(), openBrowser()]);
    const { platform } = console_.models;
    olga = await makePerson(platform, 'Olga', [{ vertical: 'shop', role: 'viewer' }]);
    const declared = { vertical: 'shop', title: 'Loans', task: 'tabular-classification' } as const;
    await platform.registry.declareModel({ name: MODEL, ...declared, gatePolicy: {}, loopPolicy: {} });
    const base = { name: 'none', contentHash: '0'.repeat(64), licence: 'none', source: 'a test', stored: false };
    const made = {
      ...{ modelName: MODEL, classNames: ['yes', 'no'], base, createdBy: 'Ada' },
      ...{ baseCounts: { train: {}, validation: {}, test: {} }, split: { seed: 1, validation: 0, test: 0.5 } },
    };
    await platform.datasets.create({ ...made, labels: [] });
    for (let at = 0; at < LABELLED; at++) {
      await platform.labels.add({
        ...{ modelName: MODEL, task: 'tabular-classification', predictionId: `p${at}`, eventId: `e${at}` },
        ...{ inputSha256: createHash('sha256').update(`${at}`).digest('hex'), author: 'Ada' },
        ...{ predicted: { className: 'yes' }, target: { className: 'no' }, givenAt: '2026-01-01T00:00:00.000Z' },
      });
    }
    await platform.datasets.create({ ...made, labels: await platform.labels.newest(MODEL) });
  });
  afterAll(async () => {
    await browser.close();
    await console_.stop();
  });

  it('are listed page by page with their label and part, and a version without them says so', async () => {
    const opened = await visit(browser);
    const { page } = opened;
    await page.goto(`${console_.url}/datasets/?model=${MODEL}`);
    await signIn(page, olga);
    const examples = page.getByRole('region', { name: 'Labelled examples of this version' }).first();
    const rows = examples.locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(25);
    expect(await rows.first().textContent()).toMatch(/^[0-9a-f]{12}no(Train|Test)$/);
    await examples.getByRole('button', { name: 'Load more' }).click();
    await rows.nth(LABELLED - 1).waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Version 1', exact: true }).click();
    await page.getByText('People labelled none of the examples of this version').waitFor();
    expect(complaintsOf(opened)).toEqual([]);
    await page.context().close();
  });
});
