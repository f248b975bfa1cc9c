import { defineEvent, LintelError } from '@lintel/contracts';
import { CloudEvent, Kafka as KafkaBinding, type KafkaMessage } from 'cloudevents';
import { z } from 'zod';
import { decodeEvent, encodeEvent, MAX_EVENT_BYTES } from './event-encoding';
import { newEventId } from './event-id';

const photoReceived = defineEvent({
  type: 'shop.photo-received',
  version: 2,
  topic: 'shop.photos',
  key: (data) => data.photoId,
  schema: z.object({ photoId: z.string(), bytes: z.int(), note: z.string().optional() }),
});
const code = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error instanceof LintelError ? error.code : error;
  }
  return undefined;
};

describe('event encoding', () => {
  const encoded = encodeEvent(photoReceived, { photoId: 'p1', bytes: 7 }, { source: '/shop', correlationId: 'c1' });

  it('carries the attributes of CloudEvents 1.0 in Kafka headers and the data alone in the value', () => {
    expect(encoded.key).toBe('p1');
    expect(encoded.value.toString()).toBe('{"photoId":"p1","bytes":7}');
    expect(encoded.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: 'shop.photo-received.v2',
      ce_source: '/shop',
      ce_correlationid: 'c1',
      'content-type': 'application/json',
    });
  });

  it('reads back what was written', () => {
    const event = decodeEvent(photoReceived, encoded);
    expect(event).toMatchObject({ data: { photoId: 'p1', bytes: 7 }, source: '/shop', correlationId: 'c1' });
    expect(event.id).toBe(encoded.headers['ce_id']);
  });

  it('is read by the CloudEvents package as the same event', () => {
    const message = { ...encoded, value: encoded.value.toString() } as unknown as KafkaMessage<string>;
    expect(KafkaBinding.toEvent(message)).toMatchObject({
      id: encoded.headers['ce_id'],
      type: 'shop.photo-received.v2',
      source: '/shop',
      specversion: '1.0',
      correlationid: 'c1',
      datacontenttype: 'application/json',
      data: { photoId: 'p1', bytes: 7 },
    });
  });

  it('reads an event that the CloudEvents package wrote', () => {
    const event = new CloudEvent({
      type: 'shop.photo-received.v2',
      source: '/other',
      data: { photoId: 'p9', bytes: 1 },
      datacontenttype: 'application/json',
    });
    const { headers, value } = KafkaBinding.binary(event);
    const received = { headers: headers as Record<string, string>, value: Buffer.from(JSON.stringify(value)) };
    expect(decodeEvent(photoReceived, received)).toMatchObject({ id: event.id, data: { photoId: 'p9', bytes: 1 } });
  });

  it('ignores fields that a newer producer adds', () => {
    const value = Buffer.from('{"photoId":"p1","bytes":7,"colour":"red"}');
    expect(decodeEvent(photoReceived, { ...encoded, value }).data).toEqual({ photoId: 'p1', bytes: 7 });
  });

  it.each([
    ['not JSON', { value: Buffer.from('{"photoId":') }],
    ['no value', { value: null }],
    ['the wrong schema', { value: Buffer.from('{"photoId":5}') }],
    ['no id', { headers: { ...encoded.headers, ce_id: undefined as unknown as string } }],
    ['an empty id', { headers: { ...encoded.headers, ce_id: '' } }],
    ['an id with a control character', { headers: { ...encoded.headers, ce_id: 'a\u0000b' } }],
    ['no source', { headers: { ...encoded.headers, ce_source: undefined as unknown as string } }],
    ['an empty source', { headers: { ...encoded.headers, ce_source: '' } }],
    ['a broken time', { headers: { ...encoded.headers, ce_time: 'yesterday' } }],
    ['a day that its month does not have', { headers: { ...encoded.headers, ce_time: '2024-02-31T00:00:00Z' } }],
    ['a time in another form', { headers: { ...encoded.headers, ce_time: '1' } }],
    ['no bytes', { value: Buffer.alloc(0) }],
    [
      'JSON that is not UTF-8',
      { value: Buffer.from([...Buffer.from('{"photoId":"'), 0xff, ...Buffer.from('","bytes":7}')]) },
    ],
    ['a byte order mark', { value: Buffer.from('\ufeff{"photoId":"p1","bytes":7}') }],
    ['U+0000 in a string', { value: Buffer.from('{"photoId":"p\\u0000","bytes":7}') }],
    ['half of a surrogate pair', { value: Buffer.from('{"photoId":"\\ud83d","bytes":7}') }],
    ['halves in the wrong order', { value: Buffer.from('{"photoId":"\\ude00\\ud83d","bytes":7}') }],
    ['a content type that is not JSON', { headers: { ...encoded.headers, 'content-type': 'text/plain' } }],
    ['another character set', { headers: { ...encoded.headers, 'content-type': 'application/json; charset=latin1' } }],
    ['the structured mode', { headers: { ...encoded.headers, 'content-type': 'application/cloudevents+json' } }],
  ])('refuses an event with %s', (_, change) => {
    expect(code(() => decodeEvent(photoReceived, { ...encoded, ...change }))).toBe('EVENT_INVALID');
  });

  it.each([
    ['application/json; charset=UTF-8'],
    ['application/vnd.shop+json'],
    ['text/json;charset="utf-8"'],
    [undefined],
  ])('reads JSON that is called %s', (contentType) => {
    const headers = { ...encoded.headers, 'content-type': contentType as string };
    expect(decodeEvent(photoReceived, { ...encoded, headers }).data.photoId).toBe('p1');
  });

  it('reads whole characters that are written as escapes, and backslashes that only look like escapes', () => {
    const value = Buffer.from(`{"photoId":"\\\\ud83d \\\\u0000 \\ud83d\\ude00","bytes":7}`);
    expect(decodeEvent(photoReceived, { ...encoded, value }).data.photoId).toBe('\\ud83d \\u0000 😀');
  });

  it('refuses to write what it would refuse to read', () => {
    const write = (photoId: string, attributes: object) => () =>
      encodeEvent(photoReceived, { photoId, bytes: 1 }, { source: '/', ...attributes });
    for (const attributes of [{ id: '' }, { id: 'a\nb' }, { source: '' }, { subject: '\0' }, { time: new Date(NaN) }]) {
      expect(code(write('p', attributes))).toBe('EVENT_INVALID');
    }
    expect(code(write('p', { time: new Date(Date.UTC(10_000, 0)) }))).toBe('EVENT_INVALID');
    expect(code(write('a\0b', {}))).toBe('EVENT_INVALID');
    expect(code(write('half \ud800', {}))).toBe('EVENT_INVALID');
  });

  it('refuses to write data that break the schema, or that no broker would take', () => {
    expect(code(() => encodeEvent(photoReceived, { photoId: 'p', bytes: 0.5 }, { source: '/' }))).toBe('EVENT_INVALID');
    const note = 'x'.repeat(MAX_EVENT_BYTES);
    expect(code(() => encodeEvent(photoReceived, { photoId: 'p', bytes: 1, note }, { source: '/' }))).toBe(
      'EVENT_TOO_LARGE',
    );
    const attributes = { source: '/', subject: 's'.repeat(MAX_EVENT_BYTES) };
    expect(code(() => encodeEvent(photoReceived, { photoId: 'p'.repeat(90_000), bytes: 1 }, attributes))).toBe(
      'EVENT_TOO_LARGE',
    );
  });

  it('refuses a contract whose names no broker takes', () => {
    expect(code(() => defineEvent({ ...photoReceived, topic: 'Shop Photos' }))).toBe('INVALID_ARGUMENT');
  });
});

it('event ids are UUIDs that sort by time', () => {
  const ids = [newEventId(1_000), newEventId(2_000), newEventId(3_000)];
  for (const id of ids) expect(z.uuid({ version: 'v7' }).safeParse(id).success).toBe(true);
  expect([...ids].sort()).toEqual(ids);
});
