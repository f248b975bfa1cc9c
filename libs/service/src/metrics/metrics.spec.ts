import { Controller, Get, Module, Param } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Public } from '../access/access-rule';
import { startService, type RunningService } from '../lifecycle/start-service';
import { openAccess } from '../testing/open-access';
import { type ObservabilityConfig } from '../tracing/observability-config';
import { checkMetricsAccess } from './metrics-access';

@Public()
@Controller('v1/things')
class Things {
  @Get(':id')
  thing(@Param('id') id: string) {
    if (id === 'broken') throw new Error('broken');
    return { id };
  }
}

@Module({ controllers: [Things] })
class TestModule {}

const TOKEN = 'a-token-of-some-length';
let service: RunningService;
const start = async (config: Partial<ObservabilityConfig> = {}): Promise<RunningService> =>
  (service = await startService({
    module: TestModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 1_000, ...config },
    api: { title: 'Things', description: 'For the test.', version: '1' },
    access: openAccess('things'),
  }));
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${service.url}${path}`, { headers });
const metrics = async (): Promise<string[]> => (await (await get('/metrics')).text()).split('\n');

afterEach(() => service.close());

describe('the metrics of a service', () => {
  it('count requests by method, route and class of status, and never by address', async () => {
    await start();
    for (const id of ['a', 'b', 'broken']) await (await get(`/v1/things/${id}`)).text();
    await (await get('/no/such/address')).text();
    await delay(50);
    const counts = (await metrics()).filter((line) => line.startsWith('lintel_http_request_duration_seconds_count'));
    expect(counts.sort()).toEqual([
      'lintel_http_request_duration_seconds_count{method="GET",route="/v1/things/:id",status_class="2xx"} 2',
      'lintel_http_request_duration_seconds_count{method="GET",route="/v1/things/:id",status_class="5xx"} 1',
      'lintel_http_request_duration_seconds_count{method="GET",route="none",status_class="4xx"} 1',
    ]);
    // The request itself.
    expect(await metrics()).toContain('lintel_http_requests_in_flight 1');
  });

  it('state which program runs, and its process metrics', async () => {
    await start({ CODE_COMMIT: 'abc123' });
    const text = (await metrics()).join('\n');
    expect(text).toMatch(
      /^lintel_build_info\{service="lintel-things",version="\d[^"]*",revision="abc123",node="v\d[^"]*"\} 1$/m,
    );
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_heap_size_used_bytes',
      'process_cpu_seconds_total',
    ]) {
      expect(text).toMatch(new RegExp(`^${name} [0-9.e+-]+$`, 'm'));
    }
    // Every line matches the format: a comment, a sample, or empty.
    const odd = text.split('\n').filter((line) => !/^($|# (HELP|TYPE) \S+ .+|[a-z_:][\w:]*(\{.*\})? \S+$)/.test(line));
    expect(odd).toEqual([]);
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('are only for this machine if there is no token; requests through a proxy are refused', async () => {
    await start();
    expect((await get('/metrics')).status).toBe(200);
    const response = await get('/metrics', { 'x-forwarded-for': '127.0.0.1' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'NOT_PERMITTED' });
    const from = (remoteAddress: string) => () =>
      checkMetricsAccess({ headers: {}, socket: { remoteAddress } }, undefined);
    for (const near of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(from(near)).not.toThrow();
    for (const far of ['10.0.0.7', '::ffff:10.0.0.7', 'fe80::1', '']) expect(from(far)).toThrow('this machine');
  });

  it('require the token if there is one, wherever the caller is', async () => {
    await start({ METRICS_TOKEN: TOKEN });
    expect((await get('/metrics')).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer another-token-of-length' })).status).toBe(401);
    const right = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '10.0.0.7' };
    expect((await get('/metrics', right)).status).toBe(200);
  });
});
