import { type Problem } from '@lintel/contracts';
import { Module } from '@nestjs/common';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type RunningService } from '../lifecycle/start-service';
import { openAccess } from '../testing/open-access';

@Module({})
class NoModule {}

let service: RunningService;
let web: string;
beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'lintel-web-'));
  await mkdir(join(web, '_next', 'static'), { recursive: true });
  await writeFile(join(web, 'index.html'), 'start page');
  await writeFile(join(web, '404.html'), 'no such page');
  await writeFile(join(web, '_next', 'static', 'a1b2.js'), 'code');
  service = await startService({
    module: NoModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 100, WEB_DIR: web },
    api: { title: 'Pages', description: '', version: '1' },
    access: openAccess('shop'),
  });
});
afterAll(async () => {
  await service.close();
  await rm(web, { recursive: true });
});

/** The Accept headers of Prometheus 2.x and 3.x, as in their sources, and of other programs. */
const ACCEPTS: [client: string, accept: string | undefined][] = [
  ['Prometheus 2.0', 'text/plain;version=0.0.4;q=1,*/*;q=0.1'],
  [
    'Prometheus 2.40',
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
  ],
  [
    'Prometheus 2.53',
    'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
  ],
  [
    'Prometheus with native histograms',
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
  ],
  [
    'Prometheus 3',
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
  ],
  ['curl', '*/*'],
  ['a program without Accept', undefined],
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
];
describe.each(ACCEPTS)('answers %s', (_, accept) => {
  const ask = (path: string): Promise<[status: number, type: string, body: string]> =>
    new Promise((resolve, reject) => {
      // Without an Accept header, which fetch always sends.
      request(`${service.url}${path}`, { headers: accept === undefined ? {} : { accept } }, (response) => {
        let body = '';
        response
          .setEncoding('utf8')
          .on('data', (text: string) => (body += text))
          .on('end', () => resolve([response.statusCode!, response.headers['content-type'] ?? '', body]));
      })
        .on('error', reject)
        .end();
    });

  it.each([
    ['/metrics', 'text/plain; charset=utf-8; version=0.0.4', /^# HELP /],
    ['/docs-json', 'application/json; charset=utf-8', /"openapi"/],
    ['/docs', 'text/html; charset=utf-8', /swagger/],
    ['/health/live', 'application/json; charset=utf-8', /./],
    ['/', 'text/html; charset=utf-8', /start page/],
    ['/_next/static/a1b2.js', 'text/javascript; charset=utf-8', /code/],
  ])('with the file at %s', async (path, type, body) => {
    expect(await ask(path)).toEqual([200, type, expect.stringMatching(body)]);
  });

  it('with a page only if a browser requests an address that does not exist', async () => {
    const [status, type] = await ask('/no-such-page');
    expect([status, type.split(';')[0]]).toEqual([
      404,
      accept?.includes('html') ? 'text/html' : 'application/problem+json',
    ]);
  });
});

describe('an address', () => {
  it.each([
    '/v1/things?limit=%00',
    '/v1/%00',
    '/v1/nothing/a%00b',
    '/%00',
    '/docs%00',
    '/metrics?x=a%00',
    '/v2/models/%00',
  ])('with U+0000 is refused on every route: %s', async (path) => {
    for (const accept of ['*/*', 'text/html']) {
      const response = await fetch(`${service.url}${path}`, { headers: { accept } });
      expect(response.status).toBe(400);
      expect((await response.json()) as Problem).toMatchObject({ code: 'INVALID_ARGUMENT', received: 'U+0000 (%00)' });
    }
  });
});
