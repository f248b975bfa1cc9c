import { z } from 'zod';
import { asyncApiDocument } from './async-api';
import { breakingChanges } from './event-compatibility';
import { defineEvent } from './event-contract';
import { releaseEvents } from './event-schema';

const base = {
  id: z.string(),
  width: z.int().min(1),
  box: z.object({ x: z.number() }),
  state: z.enum(['new', 'seen']),
  note: z.string().optional(),
};
const event = (shape: z.ZodRawShape, change: { topic?: string; partitions?: number; version?: number } = {}) =>
  defineEvent({
    type: 'shop.photo-received',
    version: change.version ?? 1,
    topic: change.topic ?? 'shop.photos',
    partitions: change.partitions ?? 6,
    key: () => 'k',
    schema: z.object(shape),
  });
const released = releaseEvents([event(base)]);
const changes = (...after: Parameters<typeof event>[]) =>
  breakingChanges(released, releaseEvents(after.map((one) => event(...one)))).map(({ at }) => at);

describe('compatibility of events', () => {
  it.each<[string, z.ZodRawShape]>([
    ['nothing', base],
    ['a new optional field', { ...base, colour: z.string().optional() }],
    ['a new optional field further in', { ...base, box: z.object({ x: z.number(), y: z.number().optional() }) }],
    ['a description', { ...base, id: z.string().describe('Of the picture.') }],
    ['the order of an enumeration', { ...base, state: z.enum(['seen', 'new']) }],
  ])('lets pass: %s', (_, shape) => {
    expect(changes([shape])).toEqual([]);
  });

  it('lets pass a new version beside the old one', () => {
    expect(changes([base], [{ id: z.int() }, { version: 2 }])).toEqual([]);
  });

  it.each<[string, z.ZodRawShape, string]>([
    ['a field that is gone', { ...base, note: undefined as never }, 'data.note'],
    ['another type', { ...base, id: z.int() }, 'data.id'],
    ['a new required field', { ...base, colour: z.string() }, 'data.colour'],
    ['a required field that is optional now', { ...base, width: z.int().min(1).optional() }, 'data.width'],
    ['an optional field that is required now', { ...base, note: z.string() }, 'data.note'],
    ['a narrower range', { ...base, width: z.int().min(2) }, 'data.width'],
    ['a wider range', { ...base, width: z.int().min(0) }, 'data.width'],
    ['a value more in an enumeration', { ...base, state: z.enum(['new', 'seen', 'old']) }, 'data.state'],
    ['another type further in', { ...base, box: z.object({ x: z.string() }) }, 'data.box.x'],
  ])('finds %s', (_, shape, at) => {
    const kept = Object.fromEntries(Object.entries(shape).filter(([, schema]) => schema !== undefined));
    expect(changes([kept])).toContain(at);
  });

  it('finds an event that is gone, another topic, and another number of partitions', () => {
    expect(changes()).toEqual(['']);
    expect(changes([base, { topic: 'shop.pictures' }])).toEqual(['topic']);
    expect(changes([base, { partitions: 12 }])).toEqual(['partitions']);
  });

  it('says which event has no JSON form, and what to use', () => {
    expect(() => releaseEvents([event({ at: z.date() })])).toThrow(/photo-received.v1[^]*z.iso.datetime/);
  });
});

it('the AsyncAPI document names topic, message, headers and schema, and every reference leads somewhere', () => {
  const contract = event(base);
  const document = asyncApiDocument({ title: 'Shop', version: '1', sends: [contract], receives: [] });
  expect(document.asyncapi).toBe('3.0.0');
  expect(document.operations['send-shop.photo-received.v1']).toMatchObject({ action: 'send' });
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThanOrEqual(5);
  for (const path of references) {
    let at: unknown = document;
    for (const name of path.slice(2).split('/')) at = (at as Record<string, unknown>)[name];
    expect([path, typeof at]).toEqual([path, 'object']);
  }
});
