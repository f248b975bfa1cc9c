import { describeInBrowser, openBrowser, policyViolations } from '@lintel/e2e';
import { startService, type RunningService } from '@lintel/service';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser } from 'playwright-core';

jest.setTimeout(180_000);

const WEB = join(__dirname, '../../web/out');

/** Only the pages: the API that they call is not there. */
class PagesModule {}

describeInBrowser('the content security policy', () => {
  let service: RunningService;
  let browser: Browser;
  beforeAll(async () => {
    if (!existsSync(WEB)) throw new Error(`${WEB} is missing. Build first: npm run build`);
    service = await startService({
      module: { module: PagesModule },
      config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 1_000, WEB_DIR: WEB },
      api: { title: 'Pages', description: '', version: '1' },
      access: { vertical: 'ecommerce', authenticate: () => Promise.resolve(undefined) },
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  it('blocks nothing that a page does, and allows no inline script by a wildcard', async () => {
    expect(await policyViolations(browser, service.url, WEB)).toEqual([]);
    const { headers } = await fetch(service.url, { headers: { accept: 'text/html' } });
    const scripts = /script-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(scripts).toMatch(/^'self'( 'sha256-[\w+/=]+')+$/);
  });

  it('keeps an injected script from running', async () => {
    const page = await browser.newPage();
    await page.route('**/', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</body>', '<script>window.ran = true</script></body>');
      await route.fulfill({ response, body });
    });
    await page.goto(service.url);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    await page.close();
  });
});
