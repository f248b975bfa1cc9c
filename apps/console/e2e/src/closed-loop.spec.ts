import { headlinesOf, type ModelManifest } from '@lintel/contracts';
import { describeInBrowser, openBrowser, seriousViolations, visit, type Visit } from '@lintel/e2e';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type Page } from 'playwright-core';
import { readGarments } from './testing/garments';
import { complaintsOf, makePerson, signIn, type TestPerson } from './testing/people';
import { RECOGNISER, startPlatform, type RunningPlatform } from './testing/running-platform';

// Two short trainings on a machine that also runs other tests.
jest.setTimeout(600_000);

interface Recognition {
  readonly id: string;
  readonly fileName: string;
  readonly prediction: { readonly className: string };
}

describeInBrowser('the loop from a mistake to a better model', () => {
  let platform: RunningPlatform;
  let browser: Browser;
  let ada: TestPerson;
  const visits: Visit[] = [];

  beforeAll(async () => {
    [platform, browser] = await Promise.all([startPlatform(), openBrowser()]);
    ada = await makePerson(platform.models.platform, 'Ada', [{ vertical: '*', role: 'admin' }]);
  });
  afterAll(async () => {
    await browser.close();
    await platform.stop();
  });

  async function open(address: string): Promise<Page> {
    const opened = await visit(browser);
    visits.push(opened);
    opened.page.setDefaultTimeout(60_000);
    await opened.page.goto(address);
    await signIn(opened.page, ada);
    return opened.page;
  }

  const served = async (): Promise<string | undefined> => {
    const answer = await fetch(`${platform.shop}/v2/models/${RECOGNISER}`, { headers: platform.models.headers });
    return answer.ok ? ((await answer.json()) as { versions: string[] }).versions[0] : undefined;
  };
  async function untilServed(version: string): Promise<void> {
    for (let left = 3_000; (await served()) !== version; left--) {
      if (left === 0) throw new Error(`Version ${version} never answered.\n${platform.output()}`);
      await delay(100);
    }
  }

  /** Sends garments to the shop until it has been wrong three times. */
  async function findMistakes(): Promise<{ recognition: Recognition; truth: string }[]> {
    const mistakes: { recognition: Recognition; truth: string }[] = [];
    for (const { name, className, png } of await readGarments(120)) {
      const form = new FormData();
      form.append('pictures', new Blob([Uint8Array.from(png)]), name);
      const answer = await fetch(`${platform.shop}/v1/recognitions`, {
        method: 'POST',
        body: form,
        headers: platform.models.headers,
      });
      const { outcomes } = (await answer.json()) as { outcomes: { recognition: Recognition }[] };
      const { recognition } = outcomes[0]!;
      if (recognition.prediction.className !== className) mistakes.push({ recognition, truth: className });
      if (mistakes.length === 3) return mistakes;
    }
    throw new Error('It made no three mistakes.');
  }

  it('works for people: label three mistakes, retrain, compare, promote, roll back', async () => {
    await untilServed('1');
    const mistakes = await findMistakes();

    // In the shop: correct the answers.
    const shop = await open(`${platform.shop}/history/`);
    for (const { recognition, truth } of mistakes) {
      await shop.getByRole('button', { name: new RegExp(`^${recognition.fileName}`) }).click();
      const dialog = shop.getByRole('dialog', { name: 'Recognised picture' });
      await dialog.getByRole('combobox', { name: 'What it really is' }).click();
      await shop
        .getByRole('listbox', { name: 'What it really is' })
        .getByRole('option', { name: truth, exact: true })
        .click();
      await dialog.getByText('Corrected', { exact: true }).waitFor();
      await dialog.getByText('by Ada').waitFor();
      await dialog.getByText(truth, { exact: true }).first().waitFor();
      await shop.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(await seriousViolations(shop)).toEqual([]);

    // In the console: the labels have arrived; train on them.
    const page = await open(`${platform.console}/models/?name=${RECOGNISER}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.goto(`${platform.console}/datasets/?name=${RECOGNISER}`);
    for (const { truth } of mistakes)
      await page
        .getByRole('cell', { name: `${truth} corrected` })
        .first()
        .waitFor();
    await page.goto(`${platform.console}/jobs/`);
    await page.getByRole('button', { name: 'New job' }).click();
    const form = page.getByRole('dialog', { name: 'New job' });
    await form.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'Product recogniser' }).click();
    await form.getByRole('textbox', { name: 'Epochs' }).fill('3');
    await form.getByRole('textbox', { name: 'Training examples' }).fill('9000');
    await form.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('progressbar').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const toVersion = page.getByRole('link', { name: /^View .*2/ });
    await toVersion.waitFor({ timeout: 300_000 });
    await toVersion.click();
    await page.getByRole('heading', { name: 'Model card' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    // Side by side.
    await page.goto(`${platform.console}/models/?name=${RECOGNISER}`);
    // What is chosen is in the address, which the router writes a moment later.
    for (const name of ['Compare version 1', 'Compare version 2']) {
      await page.getByRole('checkbox', { name }).click();
      await page.getByRole('checkbox', { name, checked: true }).waitFor();
    }
    await page.getByRole('link', { name: 'Compare 2 versions' }).click();
    await page.getByRole('heading', { level: 2, name: 'Accuracy' }).first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    // The gates have passed it: it challenges in shadow until a person promotes it.
    await page.goto(`${platform.console}/models/?name=${RECOGNISER}`);
    const challenger = page.getByRole('region', { name: 'Challenger' });
    await challenger.getByText('Shadow').waitFor();
    await challenger.getByRole('button', { name: 'Promote…' }).click();
    const promotion = page.getByRole('dialog', { name: 'Promote version 2?' });
    await promotion.getByText('Better than the champion', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await promotion.getByRole('button', { name: /^Promote/ }).click();
    await promotion.waitFor({ state: 'detached' });
    await untilServed('2');

    // Roll back.
    await page.getByRole('button', { name: 'Roll back to version 1…' }).click();
    const back = page.getByRole('dialog', { name: 'Roll back to version 1?' });
    await back.getByRole('textbox', { name: 'Reason' }).fill('The shop asks for the old one.');
    await back.getByRole('button', { name: 'Roll back', exact: true }).click();
    await back.waitFor({ state: 'detached' });
    await untilServed('1');
    await page.getByText('Rolled back to version 1 from version 2').waitFor();
    await page.getByText('The shop asks for the old one.').waitFor();
    expect(visits.flatMap(complaintsOf)).toEqual([]);

    const { datasets, registry } = platform.models.platform;
    expect((await datasets.newest(RECOGNISER))!.labels).toBe(3);
    const [second] = await registry.versions(RECOGNISER);
    const { manifest } = await registry.version(second!.id);
    expect(accuracyOf(manifest)).toBeGreaterThan(0.7);
  });

  it.each([
    ['/', 'Overview'],
    ['/jobs/', 'Jobs'],
    ['/models/', 'Models'],
    ['/alerts/', 'Alerts'],
    ['/schedules/', 'Schedules'],
    ['/streams/', 'Streams'],
    [`/drift/?name=${RECOGNISER}`, 'Drift'],
  ])('%s is complete, accessible in light and dark, and logs no errors', async (path, title) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const visited = await visit(browser, { colorScheme });
      const { page } = visited;
      await page.goto(platform.console + path);
      await signIn(page, ada);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      // Its content has loaded, or it says why not.
      await delay(500);
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaintsOf(visited)).toEqual([]);
      await page.context().close();
    }
  });
});

const accuracyOf = (manifest: ModelManifest): number => headlinesOf(manifest)[0]!.value;
