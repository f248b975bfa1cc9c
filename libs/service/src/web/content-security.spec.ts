import { Module } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type RunningService } from '../lifecycle/start-service';
import { openAccess } from '../testing/open-access';
import { inlineScriptHashes } from './inline-scripts';

@Module({})
class NoModule {}

let web: string;
const running: RunningService[] = [];
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function start(config: object = {}): Promise<string> {
  const service = await startService({
    module: NoModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 100, WEB_DIR: web, ...config },
    api: { title: 'Pages', description: '', version: '1' },
    access: openAccess('shop'),
  });
  running.push(service);
  return service.url;
}
async function pictureSources(url: string): Promise<string | undefined> {
  const { headers } = await fetch(url, { headers: { accept: 'text/html' } });
  return /img-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
}
async function scriptSources(url: string): Promise<string> {
  const { headers } = await fetch(url, { headers: { accept: 'text/html' } });
  return /script-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? 'none';
}

beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'lintel-web-'));
  await mkdir(join(web, 'history'));
  await writeFile(join(web, 'index.html'), '<script>start()</script><script src="/a.js" async></script>');
  await writeFile(join(web, '404.html'), '<p>no such page</p><script id="x">missing()</script>');
  await writeFile(join(web, 'history', 'index.html'), '<script>one()</script><script>two()</script>');
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.close()));
  await rm(web, { recursive: true });
});

describe('a page', () => {
  it('lets a page show pictures of the other configured apps, and of no one else', async () => {
    expect(await pictureSources(await start())).toBe("'self' data: blob:");
    const links = [
      { app: 'shop', url: 'https://shop.example/lintel' },
      { app: 'clinic', url: 'http://localhost:4311' },
    ];
    expect(await pictureSources(await start({ APP_LINKS: links }))).toBe(
      "'self' data: blob: https://shop.example http://localhost:4311",
    );
  });

  it('runs only the inline scripts that it had when the service started', async () => {
    const url = await start();
    expect(await scriptSources(`${url}/`)).toBe(`'self' ${hash('start()')}`);
    expect(await scriptSources(`${url}/history/`)).toBe(`'self' ${hash('one()')} ${hash('two()')}`);
    expect(await scriptSources(`${url}/nowhere`)).toBe(`'self' ${hash('missing()')}`);
    expect(await scriptSources(`${url}/docs`)).toBe("'self'");
  });

  it('can only be reached over https from then on, if its URL is https', async () => {
    const overHttps = await fetch(await start({ PUBLIC_URL: 'https://shop.example' }));
    expect(overHttps.headers.get('strict-transport-security')).toBe('max-age=31536000');
    const overHttp = await fetch(await start({ PUBLIC_URL: 'http://shop.example' }));
    expect(overHttp.headers.get('strict-transport-security')).toBeNull();
  });

  it('of the description of the API has no inline script', async () => {
    const html = await (await fetch(`${await start()}/docs`)).text();
    expect(html).toContain('swagger-ui-init.js');
    expect(inlineScriptHashes(html).filter((found) => found !== hash(' ').slice(1, -1))).toEqual([]);
  });
});

describe('an answer of the API', () => {
  it('allows nothing to run in it', async () => {
    const { headers } = await fetch(`${await start()}/health/live`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});

describe('inline scripts', () => {
  it('are distinguished from script files, and hashed as a browser reads them', () => {
    const html = `<SCRIPT type="module">a\r\nb</SCRIPT ><script data-src="x">c</script><script src="d.js">e</script>`;
    expect(inlineScriptHashes(html).map((found) => `'${found}'`)).toEqual([hash('a\nb'), hash('c')]);
  });
});
