import { defineEvent, streamStatusSchema } from '@lintel/contracts';
import { DataSource } from '@lintel/data';
import {
  EmbeddedPostgres,
  encodeEvent,
  openEventStream,
  type EventStream,
  type ReceivedEvent,
  type Transact,
} from '@lintel/streams';
import { Injectable, Module } from '@nestjs/common';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { startService, type RunningService } from '../lifecycle/start-service';
import { openAccess } from '../testing/open-access';
import { EventsModule } from './events.module';
import { OnEvent } from './on-event';

jest.setTimeout(60_000);

const photoReceived = defineEvent({
  type: 'shop.photo-received',
  version: 1,
  topic: 'shop.photos',
  partitions: 2,
  schema: z.object({ n: z.int() }),
  key: ({ n }) => String(n % 3),
});

@Injectable()
class Gallery {
  readonly seen: number[] = [];
  readonly batches: number[] = [];
  running = false;

  @OnEvent(photoReceived, { group: 'gallery' })
  async show({ data }: ReceivedEvent<{ n: number }>): Promise<void> {
    if (data.n === 13) throw new Error('thirteen');
    this.running = true;
    if (data.n === 99) await delay(500);
    this.seen.push(data.n);
    this.running = false;
  }

  @OnEvent(photoReceived, { group: 'statistics', batch: 50 })
  count(events: readonly ReceivedEvent<{ n: number }>[]): Promise<void> {
    this.batches.push(events.length);
    return Promise.resolve();
  }
}

const serviceOptions = {
  config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 1_000 },
  api: { title: 'Shop', description: 'Test', version: '1' },
  access: openAccess('shop'),
};

/** Transactions of a real database whose connection can be cut. */
function breakableTransact(url: string) {
  const database = new DataSource({ type: 'postgres', url });
  let isRefused = false;
  const transact: Transact = async (work) => {
    if (isRefused) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    if (!database.isInitialized) await database.initialize();
    return database.transaction(work);
  };
  return { transact, refuse: (refused: boolean) => (isRefused = refused), close: () => database.destroy() };
}

describe('a service with @OnEvent methods', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let stream: EventStream;
  let service: RunningService;
  const gallery = new Gallery();

  const publish = (...numbers: number[]) =>
    stream.publish(
      numbers.map((n) => ({ topic: photoReceived.topic, ...encodeEvent(photoReceived, { n }, { source: '/test' }) })),
    );
  const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    for (const until = Date.now() + 20_000; !(await holds()); await delay(20)) {
      if (Date.now() > until) throw new Error('It did not happen in time.');
    }
  };
  const get = async (path: string) => fetch(`${service.url}${path}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lintel-events-'));
    postgres = await EmbeddedPostgres.start({ folder: join(folder, 'server'), durable: false });
    stream = openEventStream({ databaseUrl: postgres.url });
    @Module({
      imports: [
        EventsModule.forRoot({ stream, sends: [photoReceived], title: 'Shop', version: '1', retryDelaysMs: [100] }),
      ],
      providers: [{ provide: Gallery, useValue: gallery }],
    })
    class ShopModule {}
    const web = join(folder, 'web');
    await mkdir(web);
    for (const page of ['index.html', '404.html']) await writeFile(join(web, page), 'a page');
    const config = { ...serviceOptions.config, WEB_DIR: web } as never;
    service = await startService({ ...serviceOptions, config, module: ShopModule });
  });
  afterAll(async () => {
    await service?.close();
    await stream?.close();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('handles events one by one or in batches, by the group of each method', async () => {
    await eventually(async () => (await get('/health/ready')).status === 200);
    await publish(...Array.from({ length: 12 }, (_, n) => n));
    await eventually(() => gallery.seen.length === 12);
    await eventually(() => gallery.batches.reduce((sum, size) => sum + size, 0) === 12);
    expect([...gallery.seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, n) => n));
  });

  it('shows lag, retries and dead letters at /v1/streams and /metrics', async () => {
    await publish(13);
    await eventually(async () => {
      const status = streamStatusSchema.parse(await (await get('/v1/streams')).json());
      return status.consumers.some(({ deadLettersKept, lag }) => deadLettersKept === 1 && lag === 0);
    });
    const metrics = await get('/metrics');
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain;.*version=0.0.4/);
    expect(await metrics.text()).toContain('lintel_stream_events_dead_total{group="gallery"} 1\n');
  });

  it('is not ready while its consumers wait for the database, and says so', async () => {
    const { transact, refuse, close } = breakableTransact(postgres.url);
    @Injectable()
    class Warehouse {
      @OnEvent(photoReceived, { group: 'warehouse' })
      store(): Promise<void> {
        return Promise.resolve();
      }
    }
    @Module({
      imports: [EventsModule.forRoot({ stream, transact, sends: [], title: 'Shop', version: '1' })],
      providers: [Warehouse],
    })
    class WarehouseModule {}
    const warehouse = await startService({
      ...serviceOptions,
      config: serviceOptions.config as never,
      module: WarehouseModule,
    });
    const ready = async () => {
      const response = await fetch(`${warehouse.url}/health/ready`);
      return { status: response.status, body: (await response.json()) as { checks: { events: object } } };
    };
    await eventually(async () => (await ready()).status === 200);
    refuse(true);
    await publish(1);
    await eventually(async () => (await ready()).status === 503);
    expect((await ready()).body.checks.events).toEqual({
      ready: false,
      reason: expect.stringMatching(/^warehouse waits: .*ECONNREFUSED/) as string,
    });
    refuse(false);
    await eventually(async () => (await ready()).status === 200);
    await warehouse.close();
    await close();
  });

  it.each(['*/*', 'application/json', 'text/html,*/*;q=0.8'])('serves its AsyncAPI document to %s', async (accept) => {
    const response = await fetch(`${service.url}/docs-events-json`, { headers: { accept } });
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ asyncapi: '3.0.0' })]);
  });

  it('serves the AsyncAPI document of what it sends and receives', async () => {
    const document = (await (await get('/docs-events-json')).json()) as { operations: object };
    expect(Object.keys(document.operations).sort()).toEqual([
      'receive-shop.photo-received.v1',
      'send-shop.photo-received.v1',
    ]);
  });

  it('finishes its work when the service stops', async () => {
    await publish(99);
    await eventually(() => gallery.running);
    await service.close();
    expect(gallery.running).toBe(false);
    expect(gallery.seen).toContain(99);
    expect((await stream.groupOffsets('gallery', [photoReceived.topic])).every(({ lag }) => lag === 0)).toBe(true);
  });
});
