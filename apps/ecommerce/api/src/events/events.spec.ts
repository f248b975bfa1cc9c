import { streamStatusSchema } from '@lintel/contracts';
import { COLOURS_MANIFEST, writeColourModel } from '@lintel/core-ml/testing/colour-model';
import {
  decodeEvent,
  encodeEvent,
  listDeadLetters,
  openEventStream,
  readTopic,
  type EventStream,
} from '@lintel/streams';
import { productPhotoReceived, productRecognised, type ProductRecognised } from '@lintel/ecommerce-contract';
import { type RunningService } from '@lintel/service';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { startEcommerce } from '../start-ecommerce';
import { eventually, LiveReader } from '../testing/live-reader';
import { formOf, picture, startTestApi, type TestApi, type TestPicture } from '../testing/test-api';
import { PHOTO_GROUP } from './photo-handler';

jest.setTimeout(60_000);

let api: TestApi;
let stream: EventStream;
beforeAll(async () => {
  api = await startTestApi();
  stream = openEventStream({ databaseUrl: api.postgres.url });
  await eventually(async () => (await api.get('/health/ready')).status === 200);
});
afterAll(async () => {
  await stream?.close();
  await api?.stop();
});

const photoEvent = ({ name, bytes }: TestPicture, eventId: string) => ({
  topic: productPhotoReceived.topic,
  ...encodeEvent(
    productPhotoReceived,
    { id: `photo ${eventId}`, fileName: name, picture: Buffer.from(bytes).toString('base64'), source: 'shop-17' },
    { source: '/test', id: eventId, correlationId: `correlation-of-${eventId}` },
  ),
});
const send = (...photos: Parameters<typeof photoEvent>[]) =>
  stream.publish(photos.map((photo) => photoEvent(...photo)));
const statusOf = async (of: TestApi) => {
  const { consumers } = streamStatusSchema.parse(await (await of.get('/v1/streams')).json());
  return consumers.find(({ group }) => group === PHOTO_GROUP)!;
};
const photoStatus = () => statusOf(api);
let readers = 0;
async function recognisedEvents(): Promise<{ data: ProductRecognised; correlationId?: string }[]> {
  const events: { data: ProductRecognised; correlationId?: string }[] = [];
  await readTopic(stream, { topic: productRecognised.topic, group: `reader-${readers++}` }, (record) => {
    events.push(decodeEvent(productRecognised, record));
    return Promise.resolve(true);
  });
  return events;
}
const recognisedBecauseOf = async (eventId: string) =>
  (await recognisedEvents()).filter(({ data }) => data.photoEventId === eventId);

describe('a photo that arrives as an event', () => {
  it('ends as one row of the history and one product-recognised that names it', async () => {
    await send([await picture('red'), 'event-1']);
    await eventually(async () => (await recognisedBecauseOf('event-1')).length === 1);
    const { items } = await api.page();
    expect(items).toHaveLength(1);
    const [row] = items;
    const [event] = await recognisedBecauseOf('event-1');
    expect(event).toMatchObject({
      correlationId: 'correlation-of-event-1',
      data: { id: row!.id, className: 'red', unsure: false, model: row!.model, photoEventSource: '/test' },
    });
    expect(row!.fileName).toBe('red.png');
    expect(event!.data.fileName).toMatch(/^sealed:/);
    expect((await api.get(`/v1/recognitions/${row!.id}/thumbnail`)).status).toBe(200);
  });

  it('that is delivered again adds no second row', async () => {
    const before = (await api.page()).total;
    const { duplicatesTotal } = await photoStatus();
    await send([await picture('green'), 'event-2'], [await picture('green'), 'event-2']);
    await send([await picture('green'), 'event-2']);
    await eventually(async () => (await photoStatus()).duplicatesTotal === duplicatesTotal + 2);
    expect((await api.page()).total).toBe(before + 1);
    expect(await recognisedBecauseOf('event-2')).toHaveLength(1);
  });

  it('from two shops with the same id is two photos', async () => {
    const before = (await api.page()).total;
    const photo = photoEvent(await picture('red'), 'IMG_0001');
    const of = (source: string) => ({ ...photo, headers: { ...photo.headers, ce_source: source } });
    await stream.publish([of('/shops/1'), of('/shops/2'), of('/shops/1')]);
    await eventually(async () => (await recognisedBecauseOf('IMG_0001')).length === 2);
    const sources = (await recognisedBecauseOf('IMG_0001')).map(({ data }) => data.photoEventSource);
    expect(sources.sort()).toEqual(['/shops/1', '/shops/2']);
    expect((await api.page()).total).toBe(before + 2);
  });

  it('that is broken becomes a dead letter with its cause, and the rest of its batch is recognised', async () => {
    const broken = { name: 'broken.png', bytes: Buffer.from('not a picture at all') };
    await send([broken, 'event-3'], [await picture('blue'), 'event-4']);
    await eventually(async () => (await photoStatus()).deadLettersKept === 1);
    await eventually(async () => (await recognisedBecauseOf('event-4')).length === 1);
    const [letter] = await listDeadLetters(stream, PHOTO_GROUP);
    expect(letter).toMatchObject({ topic: productPhotoReceived.topic, eventId: 'event-3', attempts: 1 });
    expect(letter!.code).toBe('PICTURE_UNREADABLE');
    expect(letter!.message).toMatch(/^sealed:/);
    expect(await recognisedBecauseOf('event-3')).toEqual([]);
  });

  it('before there is a model is retried, and recognised once there is one', async () => {
    const early = await startTestApi({ withModel: false });
    const earlyStream = openEventStream({ databaseUrl: early.postgres.url });
    try {
      await eventually(async () => (await statusOf(early)).partitions.some(({ ours }) => ours));
      await earlyStream.publish([photoEvent(await picture('cyan'), 'event-5')]);
      await eventually(async () => (await statusOf(early)).retriedTotal === 1);
      const folder = await writeColourModel({ manifest: { ...COLOURS_MANIFEST, name: 'late' } });
      await early.useModel(folder);
      await rm(folder, { recursive: true });
      await eventually(async () => (await early.page()).total === 1, 30_000);
      expect((await early.page()).items[0]!.model.name).toBe('late');
    } finally {
      await earlyStream.close();
      await early.stop();
    }
  });
});

describe('a picture from a person', () => {
  it('is published as product-recognised, too', async () => {
    const [recognition] = await api.recognise(await picture('yellow'));
    await eventually(async () => (await recognisedEvents()).some(({ data }) => data.id === recognition!.id));
    const event = (await recognisedEvents()).find(({ data }) => data.id === recognition!.id)!;
    expect(event.data).toMatchObject({ className: 'yellow', photoEventId: null });
  });
});

describe('the live view', () => {
  it('sends new recognitions to every reader of every replica, and resumes after the last one seen', async () => {
    const replica = await startEcommerce(api.config);
    const readers = await Promise.all([
      LiveReader.open(api.url(), api.models.headers),
      LiveReader.open(replica.url, api.models.headers),
    ]);
    expect(readers[0].response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const [kept] = await api.recognise({ ...(await picture('red')), name: 'last.png' });
    await eventually(() => readers.every(({ events }) => events.at(-1)?.data.id === kept!.id));

    const last = readers[0].events.at(-1)!;
    const later = await api.recognise({ ...(await picture('blue')), name: 'missed.png' });
    await eventually(() => readers[0].events.at(-1)?.data.id === later[0]!.id);
    const resumed = await LiveReader.open(api.url(), { ...api.models.headers, 'last-event-id': last.id });
    await eventually(() => resumed.events.length === 1);
    expect(resumed.events[0]!.data.id).toBe(later[0]!.id);

    await replica.close();
    await eventually(() => readers[1].ended);
    for (const reader of [...readers, resumed]) reader.close();
  });

  it('does not hold up the stop of the service, which finishes its work', async () => {
    const reader = await LiveReader.open(api.url(), api.models.headers);
    await send(
      ...(await Promise.all(['a', 'b', 'c'].map(async (id) => [await picture('red'), id] as const))).map(
        (x) => [...x] as Parameters<typeof photoEvent>,
      ),
    );
    const startedAt = Date.now();
    await api.restart();
    expect(Date.now() - startedAt).toBeLessThan(api.config.SHUTDOWN_TIMEOUT_MS);
    expect(reader.ended).toBe(true);
    for (const id of ['a', 'b', 'c']) await eventually(async () => (await recognisedBecauseOf(id)).length === 1);
  });
});

describe('the streams of the api', () => {
  it('are shown at /v1/streams, /metrics and in the AsyncAPI document', async () => {
    expect((await photoStatus()).lag).toBe(0);
    expect(await (await api.get('/metrics')).text()).toContain(
      `lintel_stream_events_handled_total{group="${PHOTO_GROUP}"}`,
    );
    const document = (await (await api.get('/docs-events-json')).json()) as { operations: object };
    expect(Object.keys(document.operations).sort()).toEqual([
      'receive-ecommerce.product-photo-received.v1',
      'receive-platform.subject-erasure-requested.v1',
      'send-ecommerce.product-recognised.v1',
      'send-platform.prediction-made.v1',
      'send-platform.subject-erased.v1',
      'send-platform.verdict-given.v1',
    ]);
  });

  it('that are configured and unreachable leave the api in service: it reports this, and keeps the events for later', async () => {
    const service: RunningService = await startEcommerce({ ...api.config, KAFKA_BROKERS: '127.0.0.1:1' });
    const ready = await fetch(`${service.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { database: { ready: true }, events: { ready: false } } });
    const body = formOf(await picture('green'));
    const { headers } = api.models;
    expect((await fetch(`${service.url}/v1/recognitions`, { method: 'POST', body, headers })).status).toBe(201);
    const status = streamStatusSchema.parse(await (await fetch(`${service.url}/v1/streams`, { headers })).json());
    expect(status).toMatchObject({ engine: 'kafka', health: { status: 'waiting' } });
    const reader = fetch(`${service.url}/v1/recognitions/live`, { headers });
    await delay(200);
    const startedAt = Date.now();
    await service.close();
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect((await reader).status).toBe(503);
  });

  it('with invalid settings are rejected at the start', async () => {
    await expect(startEcommerce({ ...api.config, KAFKA_BROKERS: 'no-port' })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
    });
  });
});
