import { type Identity, type Problem } from '@lintel/contracts';
import { Controller, Get, HttpCode, Inject, Module, Post, Req, Res } from '@nestjs/common';
import { type Request, type Response as ExpressResponse } from 'express';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Public, RequirePermission } from '../access/access-rule';
import { notSignedIn } from '../http/request-context';
import { readBody } from '../http/read-body';
import { startService, type RunningService } from '../lifecycle/start-service';
import { EventSourceFeed } from '../live/event-source';
import { LimitSignIns } from './address-limit.guard';
import { AnswerWithin } from './answer-timeout.interceptor';
import { type Limits } from './limits-config';
import { LIMITS } from './rate-limits';

const begun: string[] = [];
const feed = new EventSourceFeed(Promise.resolve());
afterAll(() => feed.dismiss());

@Controller('v1')
class LimitedController {
  constructor(@Inject(LIMITS) private readonly limits: Limits) {}
  @Get('lobby')
  @Public()
  lobby(@Req() request: Request) {
    return request.ip;
  }
  @Get('mine')
  @RequirePermission('jobs:read')
  mine() {
    return 'mine';
  }
  @Post('session')
  @Public()
  @LimitSignIns()
  @HttpCode(200)
  signIn(@Req() request: Request) {
    if (request.header('x-password') !== 'right') throw notSignedIn();
    return 'in';
  }
  @Get('stuck')
  @Public()
  stuck() {
    return new Promise(() => undefined);
  }
  @Get('patient')
  @Public()
  @AnswerWithin(5_000)
  async patient() {
    await delay(700);
    return 'late, and still in time';
  }
  @Get('live')
  @Public()
  live(@Res() response: ExpressResponse) {
    return feed.follow(response, undefined);
  }
  @Post('tensors')
  @RequirePermission('predictions:make')
  async tensors(@Req() request: Request) {
    begun.push(request.url);
    return (await readBody(request, this.limits.MAX_INFERENCE_BYTES)).length;
  }
  @Post('slow-upload')
  @Public()
  async upload(@Req() request: Request) {
    return (await readBody(request, 1_000)).length;
  }
}
@Module({ controllers: [LimitedController] })
class LimitedModule {}

const running: RunningService[] = [];
afterEach(() => Promise.all(running.splice(0).map((service) => service.close())));

const identity = (id: string): Identity => ({
  kind: 'machine',
  id,
  name: id,
  grants: [{ vertical: '*', role: 'admin' }],
  scopes: null,
});

async function start(limits: object): Promise<string> {
  const service = await startService({
    module: LimitedModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 100, ...limits },
    api: { title: 'Limited', description: '', version: '1' },
    access: {
      vertical: 'shop',
      authenticate: (request) => {
        const key = request.header('x-key');
        return key === undefined
          ? Promise.resolve(undefined)
          : Promise.resolve({ identity: identity(key), mustChangePassword: false });
      },
    },
  });
  running.push(service);
  return service.url;
}
const statuses = async (count: number, call: () => Promise<Response>): Promise<number[]> => {
  const found: number[] = [];
  for (let left = count; left > 0; left--) found.push((await call()).status);
  return found;
};

describe('the rate of requests', () => {
  it('is limited separately for each identity, from any address', async () => {
    const url = await start({ RATE_LIMIT_PER_MINUTE: 3, TRUST_PROXY: '1' });
    let hop = 0;
    const as = (key: string) => () =>
      fetch(`${url}/v1/mine`, { headers: { 'x-key': key, 'x-forwarded-for': `192.0.2.${++hop}` } });
    expect(await statuses(5, as('a'))).toEqual([200, 200, 200, 429, 429]);
    expect(await statuses(3, as('b'))).toEqual([200, 200, 200]);
  });

  it('is stated in headers, and a refusal says after how many seconds to retry', async () => {
    const url = await start({ RATE_LIMIT_PER_MINUTE: 2 });
    const call = () => fetch(`${url}/v1/mine`, { headers: { 'x-key': 'a' } });
    const first = await call();
    expect(first.headers.get('ratelimit-policy')).toBe('"identity";q=2;w=60');
    expect(first.headers.get('ratelimit')).toBe('"identity";r=1;t=60');
    await call();
    const refused = await call();
    const problem = (await refused.json()) as Problem;
    expect(refused.headers.get('ratelimit')).toMatch(/^"identity";r=0;t=\d+$/);
    expect([refused.status, problem.code]).toEqual([429, 'RATE_LIMITED']);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('is limited by address if no one is signed in, and a forged address is ignored', async () => {
    const url = await start({ RATE_LIMIT_PER_MINUTE: 2 });
    let forged = 0;
    const call = () => fetch(`${url}/v1/lobby`, { headers: { 'x-forwarded-for': `192.0.2.${++forged}` } });
    expect(await statuses(4, call)).toEqual([200, 200, 429, 429]);
  });

  it('takes the address from a proxy that is trusted', async () => {
    const url = await start({ RATE_LIMIT_PER_MINUTE: 1, TRUST_PROXY: 'loopback' });
    const from = (address: string) => () => fetch(`${url}/v1/lobby`, { headers: { 'x-forwarded-for': address } });
    expect(await statuses(2, from('192.0.2.1'))).toEqual([200, 429]);
    expect(await statuses(2, from('192.0.2.2'))).toEqual([200, 429]);
  });

  it('never applies to probes', async () => {
    const url = await start({ RATE_LIMIT_PER_MINUTE: 1 });
    expect(await statuses(4, () => fetch(`${url}/health/live`))).toEqual([200, 200, 200, 200]);
  });
});

describe('sign-ins', () => {
  it('are refused after too many wrong ones in a minute, even right ones, and right ones do not count', async () => {
    const url = await start({ REFUSED_SIGN_INS_PER_MINUTE: 3 });
    const sign = (password: string) => () =>
      fetch(`${url}/v1/session`, { method: 'POST', headers: { 'x-password': password } });
    expect(await statuses(6, sign('right'))).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await statuses(3, sign('wrong'))).toEqual([401, 401, 401]);
    expect(await statuses(1, sign('right'))).toEqual([429]);
  });
});

describe('concurrent requests', () => {
  const answers = async (calls: Promise<Response>[]): Promise<number[]> =>
    (await Promise.all(calls)).map(({ status }) => status).sort();

  it('are limited in number: one too many is refused at once with a Retry-After, and admitted later', async () => {
    const url = await start({ MAX_CONCURRENT_REQUESTS: 2, ANSWER_TIMEOUT_MS: 1_500 });
    const stuck = [1, 2].map(() => fetch(`${url}/v1/stuck`));
    await delay(300);
    const refused = await fetch(`${url}/v1/lobby`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(((await refused.json()) as Problem).detail).toMatch(/^The service is busy/);
    expect(await statuses(1, () => fetch(`${url}/health/live`))).toEqual([200]);
    expect(await answers(stuck)).toEqual([503, 503]);
    expect(await statuses(3, () => fetch(`${url}/v1/lobby`))).toEqual([200, 200, 200]);
  });

  it('do not count disconnected callers, or event streams that have started', async () => {
    const url = await start({ MAX_CONCURRENT_REQUESTS: 1, ANSWER_TIMEOUT_MS: 1_500 });
    const gone = new AbortController();
    const left = fetch(`${url}/v1/stuck`, { signal: gone.signal }).catch(() => undefined);
    await delay(300);
    gone.abort();
    await left;
    await delay(300);
    const streams = new AbortController();
    expect((await fetch(`${url}/v1/live`, { signal: streams.signal })).status).toBe(200);
    expect(await statuses(1, () => fetch(`${url}/v1/lobby`))).toEqual([200]);
    streams.abort();
  });
});

describe('an answer', () => {
  it('that takes too long is replaced with a 503 that says when to retry', async () => {
    const url = await start({ ANSWER_TIMEOUT_MS: 200 });
    const response = await fetch(`${url}/v1/stuck`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(((await response.json()) as Problem).detail).toBe('The answer took too long.');
  });

  it('may take longer if its route says so', async () => {
    const url = await start({ ANSWER_TIMEOUT_MS: 200 });
    expect((await fetch(`${url}/v1/patient`)).status).toBe(200);
  });

  it('is not given up while the request is still arriving', async () => {
    const url = await start({ ANSWER_TIMEOUT_MS: 200 });
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        for (let sent = 0; sent < 6; sent++) {
          controller.enqueue(new Uint8Array(10));
          await delay(100);
        }
        controller.close();
      },
    });
    const response = await fetch(`${url}/v1/slow-upload`, { method: 'POST', body, duplex: 'half' });
    expect([response.status, await response.text()]).toEqual([201, '60']);
  });
});

describe('a large body', () => {
  const send = (url: string, bytes: number, headers: Record<string, string>) =>
    fetch(`${url}/v1/tensors`, { method: 'POST', body: new Uint8Array(bytes), headers });

  it('is read only from callers with the permission, up to its limit', async () => {
    const url = await start({ MAX_INFERENCE_BYTES: 1_000 });
    expect((await send(url, 100_000, {})).status).toBe(401);
    expect(begun).toEqual([]);
    expect((await send(url, 1_000, { 'x-key': 'a' })).status).toBe(201);
    expect((await send(url, 1_001, { 'x-key': 'a' })).status).toBe(413);
  });
});

describe('a connection', () => {
  it.each([
    ['its headers', 'GET /v1/lobby HTTP/1.1\r\nHost: x\r\n'],
    ['its body', 'POST /v1/slow-upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf'],
  ])('that does not send the rest of %s is ended', async (_, half) => {
    const url = await start({ REQUEST_TIMEOUT_MS: 300 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write(half);
    await ended;
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
  });
});
