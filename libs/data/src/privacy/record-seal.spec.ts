import { defineEvent, LintelError, personal } from '@lintel/contracts';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import {
  decodeEvent,
  discardDeadLetter,
  encodeEvent,
  EventConsumer,
  type EventStream,
  listDeadLetters,
  onEvent,
  openEventStream,
  openLetter,
  readTopic,
  type ReceivedRecord,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  viewDeadLetter,
} from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { DataKeys } from './data-keys';
import { RecordSeal } from './record-seal';
import { SubjectKeys } from './subject-keys';

const noteTaken = defineEvent({
  type: 'shop.note-taken',
  version: 1,
  topic: 'shop.notes',
  partitions: 1,
  schema: z.object({ of: z.string(), note: personal(z.string()) }),
  key: ({ of }) => of,
  subject: ({ of }) => of,
});
const GROUP = 'shop-api.notes';
const MARK = 'MARKED-WORDS';

let postgres: TestPostgres;
let database: DataSource;
let stream: EventStream;
let keys: SubjectKeys;
let seal: RecordSeal;
let consumer: EventConsumer;
const handled: string[] = [];
const told: string[] = [];
let failing: (note: string) => void = () => undefined;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  stream = openEventStream({ databaseUrl: postgres.url });
  keys = new SubjectKeys(database, new DataKeys(randomBytes(32)), { cacheMs: 0 });
  seal = new RecordSeal(keys);
  consumer = new EventConsumer({
    stream,
    group: GROUP,
    seal,
    transact: (work) => database.transaction(work),
    retryDelaysMs: [150],
    onError: (error) => told.push(String(error), (error as Error).stack ?? ''),
    handlers: [
      onEvent(noteTaken, ({ data }) => {
        failing(data.note);
        handled.push(data.note);
        return Promise.resolve();
      }),
    ],
  });
  consumer.start();
  await eventually(() => consumer.joined);
});
afterAll(async () => {
  await consumer.stop();
  await stream.close();
  await database.destroy();
  await postgres.stop();
});

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 20_000; !(await holds()); await delay(20)) {
    if (Date.now() > until) throw new Error('It did not happen in time.');
  }
}
const publish = (of: string, note: string): Promise<unknown> =>
  stream.publish([{ topic: noteTaken.topic, ...encodeEvent(noteTaken, { of, note }, { source: '/test' }) }]);
const letters = () => listDeadLetters(stream, GROUP, { waitingOnly: true }).catch(() => []);
let readers = 0;
async function recordsOf(topic: string): Promise<ReceivedRecord[]> {
  const records: ReceivedRecord[] = [];
  await readTopic(stream, { topic, group: `reader-${readers++}` }, (record) => {
    records.push(record);
    return Promise.resolve(true);
  });
  return records;
}
const textOf = (records: readonly ReceivedRecord[]): string =>
  records.map(({ value, headers }) => `${value?.toString('latin1')} ${JSON.stringify(headers)}`).join('\n');

describe('an event with personal data that cannot be handled', () => {
  it('waits sealed in the retry topic, and is handled from there', async () => {
    let tries = 0;
    failing = (note) => {
      if (tries++ === 0) throw new Error(`cannot read ${note}`);
    };
    await publish('ada', `${MARK} first`);
    await eventually(() => handled.includes(`${MARK} first`));
    const waited = await recordsOf(`${GROUP}.retry-1`);
    expect(waited).toHaveLength(1);
    expect(textOf(waited)).not.toContain(MARK);
  });

  it('is sealed in the dead letters, together with the error message; an authorised person can open both', async () => {
    failing = (note) => {
      throw new Error(`cannot read ${note}`);
    };
    await publish('ada', `${MARK} second`);
    await eventually(async () => (await letters()).length === 1);
    expect(textOf(await recordsOf(`${GROUP}.dead-letters`))).not.toContain(MARK);
    const [letter] = await letters();
    const opened = await openLetter(seal, GROUP, letter!);
    expect(opened).toMatchObject({ erased: false, message: `cannot read ${MARK} second` });
    expect(JSON.parse(opened.value!.toString())).toEqual({ of: 'ada', note: `${MARK} second` });
    expect(opened.stack).toContain('record-seal.spec');
  });

  it('is reported to the log and to the status without its message', () => {
    expect(told.length).toBeGreaterThan(0);
    expect(told.join('\n')).not.toContain(MARK);
    expect(told.join('\n')).toContain('record-seal.spec');
    expect(consumer.activity.lastError?.message).not.toContain(MARK);
  });

  it('can be sent back as it is, or with another value that is sealed as well', async () => {
    failing = () => undefined;
    await replayDeadLetters(stream, GROUP);
    await eventually(() => handled.includes(`${MARK} second`));

    failing = () => {
      throw new LintelError('INVALID_ARGUMENT', { problem: 'It is wrong.', cure: 'Correct it.' });
    };
    await publish('ada', `${MARK} third`);
    await eventually(async () => (await letters()).length === 1);
    failing = () => undefined;
    const [letter] = await letters();
    expect((await openLetter(seal, GROUP, letter!)).message).toContain('It is wrong.');
    const value = Buffer.from(JSON.stringify({ of: 'ada', note: `${MARK} corrected` }));
    const check = (record: Parameters<typeof decodeEvent>[1]): unknown => decodeEvent(noteTaken, record);
    await replayDeadLetter(stream, GROUP, letter!.offsetInDeadLetters, { value, check, seal });
    await eventually(() => handled.includes(`${MARK} corrected`));
    expect(textOf(await recordsOf(`${GROUP}.retry-1`))).not.toContain(MARK);
  });

  it('is sealed with a key of the group if its subject is unknown', async () => {
    const broken = { ...encodeEvent(noteTaken, { of: 'ada', note: 'x' }, { source: '/test' }) };
    const unknown = { ...broken.headers, ce_type: 'shop.unknown.v1', ce_id: 'u-1' };
    await stream.publish([
      { topic: noteTaken.topic, ...broken, value: Buffer.from(`{"note":"${MARK}`) },
      { topic: noteTaken.topic, ...broken, headers: unknown, value: Buffer.from(MARK) },
    ]);
    await eventually(async () => (await letters()).length === 2);
    expect(textOf(await recordsOf(`${GROUP}.dead-letters`))).not.toContain(MARK);
    for (const letter of await letters()) {
      expect((await openLetter(seal, GROUP, letter)).value!.toString()).toContain(MARK);
    }
  });
});

describe('a seal that a stranger made up', () => {
  const forged = (topic: string, note: string, seal = 'no key of ours') => {
    const event = encodeEvent(noteTaken, { of: 'eve', note }, { source: '/test' });
    return stream.publish([{ topic, ...event, headers: { ...event.headers, 'lintel-sealed': seal } }]);
  };

  it('is not believed on a topic to which others publish', async () => {
    failing = () => undefined;
    await forged(noteTaken.topic, `${MARK} forged`);
    await eventually(() => handled.includes(`${MARK} forged`));
  });

  it('in a retry topic ends as a dead letter without contents but with its cause, and what follows is handled', async () => {
    const before = (await letters()).length;
    await forged(`${GROUP}.retry-1`, `${MARK} in the retry topic`);
    await eventually(async () => (await letters()).length === before + 1);
    const letter = (await letters()).find(({ topic }) => topic === `${GROUP}.retry-1`)!;
    expect(letter).toMatchObject({ code: 'ARTIFACT_CORRUPT', value: null });
    expect(letter.message).not.toBe('');
    expect(textOf(await recordsOf(`${GROUP}.dead-letters`))).not.toContain(MARK);
    await publish('eve', `${MARK} after it`);
    await eventually(() => handled.includes(`${MARK} after it`));
    await discardDeadLetter(stream, GROUP, letter.offsetInDeadLetters);
  });

  it('among the dead letters is shown as sealed', async () => {
    await forged(`${GROUP}.dead-letters`, 'anything');
    const letter = (await letters()).at(-1)!;
    expect(viewDeadLetter(await openLetter(seal, GROUP, letter)).contents).toBe('sealed');
    await discardDeadLetter(stream, GROUP, letter.offsetInDeadLetters);
  });
});

describe('an erasure', () => {
  it('closes the letters of the subject for ever, and leaves those of others', async () => {
    failing = () => {
      throw new Error(`no ${MARK}`);
    };
    const before = (await letters()).length;
    await publish('bob', `${MARK} of bob`);
    await publish('carol', `${MARK} of carol`);
    await eventually(async () => (await letters()).length === before + 2);
    await keys.destroy('shop', 'bob', () => Promise.resolve());
    const opened = await Promise.all((await letters()).map((letter) => openLetter(seal, GROUP, letter)));
    const bob = opened.find(({ key }) => key === 'bob')!;
    expect(bob).toMatchObject({
      erased: true,
      value: null,
      stack: undefined,
      message: expect.stringMatching(/erased/) as string,
    });
    expect(opened.find(({ key }) => key === 'carol')!.value!.toString()).toContain('of carol');
    const letter = await showDeadLetter(stream, GROUP, bob.offsetInDeadLetters);
    await expect(
      replayDeadLetter(stream, GROUP, letter.offsetInDeadLetters, { value: Buffer.from('{}'), seal }),
    ).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
  });

  it('of one whose event waits for its retry ends the waiting, and later events of the key are handled', async () => {
    failing = (note) => {
      if (note.includes('old')) throw new Error('not yet');
    };
    await publish('dora', `${MARK} old`);
    await eventually(async () => textOf(await recordsOf(`${GROUP}.retry-1`)).includes('dora') || (await parked()) > 0);
    await keys.destroy('shop', 'dora', () => Promise.resolve());
    await publish('dora', `${MARK} new`);
    await eventually(() => handled.includes(`${MARK} new`));
    await eventually(async () => (await parked()) === 0);
  });
});

async function parked(): Promise<number> {
  const [row] = z
    .array(z.object({ count: z.coerce.number() }))
    .parse(await database.query('SELECT count(*) FROM streams.parked_event'));
  return row!.count;
}
