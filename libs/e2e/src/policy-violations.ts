import { readdirSync } from 'node:fs';
import { type Browser, type Page } from 'playwright-core';
import { visit } from './browser';

const SETTLE_MS = 300;

/**
 * Opens every page of a static export, in light and dark mode, and the description of the API.
 * @param url of a service that serves the export
 * @param folder of the export
 * @returns what the browser blocked: page and reason. Empty if there are no violations
 */
export async function policyViolations(browser: Browser, url: string, folder: string): Promise<string[]> {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`);
  const violations: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await visit(browser, { colorScheme });
    collect(page, violations);
    for (const path of [...pages, '/no-such-page', '/docs']) {
      await page.goto(url + path, { waitUntil: 'load' });
      // Time for code that runs after the page has loaded, such as styles that Mantine inserts.
      await page.waitForTimeout(SETTLE_MS);
    }
    await page.context().close();
  }
  return violations;
}

function collect(page: Page, violations: string[]): void {
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(`${page.url()}: ${message.text()}`);
  });
}
