import { LintelError, type Problem } from '@lintel/contracts';
import { Controller, Get, Injectable, Module, Post, Query, Body, type OnApplicationShutdown } from '@nestjs/common';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Public } from '../access/access-rule';
import { HealthChecks } from '../health/health-checks';
import { correlationId } from '../http/request-context';
import { startService, type RunningService, type ServiceOptions } from './start-service';

class QueryDto extends createZodDto(z.object({ limit: z.coerce.number().int().min(1).max(100).default(10) })) {}
class BodyDto extends createZodDto(z.object({ name: z.string().min(1) })) {}
class AnswerDto extends createZodDto(z.object({ limit: z.number() })) {}

const closed: string[] = [];
let modelReady = true;
let slowBegan = (): void => undefined;

@Injectable()
class Resource implements OnApplicationShutdown {
  constructor(checks: HealthChecks) {
    checks.add('model', () => (modelReady ? { ready: true } : { ready: false, reason: 'none yet' }));
  }
  onApplicationShutdown(): void {
    closed.push('resource');
  }
}

@Public()
@Controller('v1')
class TestController {
  @Get('things')
  @ZodResponse({ type: AnswerDto })
  things(@Query() { limit }: QueryDto) {
    return { limit };
  }
  @Post('things')
  make(@Body() body: BodyDto) {
    return body;
  }
  @Get('leak')
  leak() {
    throw new Error('password=hunter2 at /srv/secret');
  }
  @Get('internal')
  internal() {
    throw new LintelError('ARTIFACT_CORRUPT', { problem: '/srv/model is corrupt', cure: 'look at /srv/model' });
  }
  @Get('refused')
  refused() {
    throw new LintelError('PICTURE_UNREADABLE', {
      problem: 'a.png is not a picture.',
      received: 'text',
      cure: 'Send one.',
    });
  }
  @Get('away')
  away() {
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  }
  @Get('crowded')
  crowded() {
    throw new LintelError('QUEUE_FULL', {
      problem: 'More work waits than may.',
      cure: 'Come back later.',
      retryable: true,
      retryAfterMs: 2_100,
    });
  }
  @Get('wrong-answer')
  @ZodResponse({ type: AnswerDto })
  wrongAnswer() {
    return { limit: 'many' } as unknown as { limit: number };
  }
  @Get('slow')
  async slow() {
    slowBegan();
    await delay(500);
    closed.push('answered');
    return { id: correlationId() };
  }
}

@Module({ controllers: [TestController], providers: [Resource] })
class TestModule {}

let service: RunningService;
let web: string;
const start = (overrides = {}, options: Pick<ServiceOptions, 'dismiss'> = {}): Promise<RunningService> =>
  startService({
    module: TestModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 5_000, WEB_DIR: web, ...overrides },
    api: { title: 'Things', description: 'For the test.', version: '1' },
    access: { vertical: 'things', authenticate: () => Promise.resolve(undefined) },
    ...options,
  });
const get = (path: string, init?: RequestInit): Promise<Response> => fetch(`${service.url}${path}`, init);
const problem = async (response: Response): Promise<Problem> => (await response.json()) as Problem;

beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'lintel-web-'));
  await mkdir(join(web, 'history'));
  await mkdir(join(web, '_next', 'static'), { recursive: true });
  await writeFile(join(web, 'index.html'), 'start page');
  await writeFile(join(web, '404.html'), 'no such page');
  await writeFile(join(web, 'history', 'index.html'), 'history page');
  await writeFile(join(web, '_next', 'static', 'a1b2.js'), 'code');
  service = await start();
});
afterAll(async () => {
  await service.close();
  await rm(web, { recursive: true });
});

describe('errors', () => {
  it('are problem details with code, cure and the correlation id of the request', async () => {
    const response = await get('/v1/refused', { headers: { 'x-correlation-id': 'caller-1234' } });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('x-correlation-id')).toBe('caller-1234');
    expect(await problem(response)).toEqual({
      type: 'urn:lintel:problem:picture-unreadable',
      title: 'Picture unreadable',
      status: 422,
      detail: 'a.png is not a picture.',
      code: 'PICTURE_UNREADABLE',
      received: 'text',
      cure: 'Send one.',
      correlationId: 'caller-1234',
    });
  });

  it.each(['/v1/leak', '/v1/internal', '/v1/wrong-answer'])('of our own reveal no internals: %s', async (path) => {
    const response = await get(path);
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(body)).toMatchObject({
      code: 'INTERNAL',
      correlationId: response.headers.get('x-correlation-id'),
    });
    expect(body).not.toMatch(/hunter2|srv|many/);
  });

  it('of an unreachable database say when to retry, and not its address', async () => {
    const response = await get('/v1/away');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.text()).not.toContain('10.1.2.3');
  });

  it('for a full queue are a 429 with a Retry-After in whole seconds', async () => {
    const response = await fetch(`${service.url}/v1/crowded`);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(((await response.json()) as Problem).code).toBe('QUEUE_FULL');
  });

  it('name every wrong value of a query or a body', async () => {
    const response = await get('/v1/things?limit=1000');
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({
      code: 'INVALID_ARGUMENT',
      received: expect.stringContaining('limit') as string,
    });
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    expect((await get('/v1/things', { ...json, body: '{"name":""}' })).status).toBe(400);
    const broken = await get('/v1/things', { ...json, body: '{"name":' });
    expect(broken.status).toBe(400);
    expect((await problem(broken)).correlationId).toBe(broken.headers.get('x-correlation-id'));
    const large = await get('/v1/things', { ...json, body: JSON.stringify({ name: 'x'.repeat(1_200_000) }) });
    expect(large.status).toBe(413);
    expect(await problem(large)).toMatchObject({ code: 'REQUEST_TOO_LARGE', status: 413 });
  });

  it('do not take over a correlation id that could forge a log line', async () => {
    const response = await get('/v1/things', { headers: { 'x-correlation-id': 'a b {"level":"log"}' } });
    expect(response.headers.get('x-correlation-id')).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('the web host', () => {
  it.each([
    ['/', 200, 'start page'],
    ['/history/', 200, 'history page'],
    ['/no-such-page', 404, 'no such page'],
    ['/history/deeper/', 404, 'no such page'],
    ['/..%2f..%2fetc/passwd', 404, 'no such page'],
    ['/v1page', 404, 'no such page'],
  ])('answers %s with %i', async (path, status, text) => {
    const response = await get(path, { headers: { accept: 'text/html' } });
    expect([response.status, await response.text()]).toEqual([status, text]);
  });

  it('answers an unknown address of the API with a problem, even to a browser', async () => {
    const response = await get('/v1/nothing', { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(await problem(response)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lets browsers cache files named by content for ever, and pages never', async () => {
    expect((await get('/_next/static/a1b2.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
  });

  it('refuses to start with a folder without an export', async () => {
    await expect(start({ WEB_DIR: tmpdir() })).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it('sends security headers with every answer and does not name its software', async () => {
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('the description of the API', () => {
  it('comes from the contracts', async () => {
    const document = (await (await get('/docs-json')).json()) as { paths: Record<string, object> };
    expect(document.paths['/v1/things']).toMatchObject({
      get: { parameters: [{ name: 'limit', schema: { minimum: 1, maximum: 100, default: 10 } }] },
    });
  });

  it('is a page whose every asset comes from this server', async () => {
    const page = await get('/docs', { headers: { accept: 'text/html' } });
    const html = await page.text();
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(assets.some((address) => address.endsWith('swagger-ui-bundle.js'))).toBe(true);
    for (const address of assets) {
      const url = new URL(address, page.url);
      expect(url.origin).toBe(service.url);
      expect((await fetch(url)).status).toBe(200);
    }
  });
});

describe('health', () => {
  it('stays live and stops being ready while something is missing, and says what', async () => {
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready', checks: { model: { ready: true } } });
    modelReady = false;
    const response = await get('/health/ready');
    modelReady = true;
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not-ready',
      checks: { model: { ready: false, reason: 'none yet' } },
    });
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe('a starting service', () => {
  it('whose port is taken says so, with a cure', async () => {
    const { port } = new URL(service.url);
    await expect(start({ PORT: Number(port) })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      problem: expect.stringContaining(port) as string,
      cure: expect.stringContaining('PORT') as string,
    });
  });
});

describe('a stopping service', () => {
  it('finishes the request in progress, takes no new one, and closes its resources last', async () => {
    const stopping = await start();
    // A keep-alive connection without a request must not delay the stop.
    const idle = connect(Number(new URL(stopping.url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    idle.on('error', () => undefined);
    closed.length = 0;
    const began = new Promise<void>((resolve) => (slowBegan = resolve));
    const slow = fetch(`${stopping.url}/v1/slow`);
    await began;
    const startedAt = Date.now();
    const stop = stopping.close();
    await delay(50);
    await expect(fetch(`${stopping.url}/health/live`)).rejects.toThrow();
    await stop;
    expect((await slow).status).toBe(200);
    expect(closed).toEqual(['answered', 'resource']);
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    idle.destroy();
  });

  it('reports that it is not ready, and still answers, until load balancers have noticed', async () => {
    let dismissed = 0;
    const stopping = await start({ DRAIN_DELAY_MS: 600 }, { dismiss: () => (dismissed += 1) });
    const stop = stopping.close();
    await delay(100);
    const ready = await fetch(`${stopping.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { lifecycle: { ready: false }, model: { ready: true } } });
    expect((await fetch(`${stopping.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${stopping.url}/v1/things`)).status).toBe(200);
    expect(dismissed).toBe(0);
    await stop;
    expect(dismissed).toBe(1);
    await expect(fetch(`${stopping.url}/health/live`)).rejects.toThrow();
  });

  it('gives up on a request that takes too long', async () => {
    const stopping = await start({ SHUTDOWN_TIMEOUT_MS: 100 });
    const began = new Promise<void>((resolve) => (slowBegan = resolve));
    const slow = fetch(`${stopping.url}/v1/slow`);
    await began;
    const stop = stopping.close();
    await expect(slow).rejects.toThrow();
    await stop;
  });
});
