import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineEvent } from '@lintel/contracts';
import { EventConsumer, type EventStream, onEvent, openEventStream } from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { z } from 'zod';
import { lintel, type LintelOptions, type Outcome } from '../testing/lintel';
import { temporaryFolder } from '../testing/picture-folder';

jest.setTimeout(60_000);

const folder = temporaryFolder();
let postgres: TestPostgres;
let stream: EventStream;

beforeAll(async () => {
  postgres = await startTestPostgres();
  stream = openEventStream({ databaseUrl: postgres.url });
});
afterAll(async () => {
  await stream.close();
  await postgres.stop();
});

const run = (args: readonly string[], options: Partial<LintelOptions> = {}): Promise<Outcome> =>
  lintel({ cacheDir: folder, environment: { DATABASE_URL: postgres.url }, ...options }, 'stream', ...args);
const linesOf = ({ stdout }: Outcome): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
/** A file of JSON lines. */
function file(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(folder, name), lines.join('\n'));
  return join(folder, name);
}
const held = async (topic: string): Promise<number> =>
  (await stream.topicOffsets(topic)).reduce((sum, { high }) => sum + high, 0);
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 20_000; !(await holds()); await sleep(20)) {
    if (Date.now() > until) throw new Error('It did not happen in time.');
  }
}

describe('lintel stream publish and tail', () => {
  it('carry a file of JSON lines through a topic unchanged, in the order of each key', async () => {
    const orders = Array.from({ length: 500 }, (_, at) => `{"id":"o-${at}","customer":{"no":${at % 7}},"n":${at}}`);
    orders[3] = '{"id":"o-3","customer":{"no":3},"n":12345678901234567890}';
    const path = file('orders.jsonl', ...orders, '', '  ');
    const sent = await run(
      ['publish', 'orders', path, '--partitions', '4', '--type', 'shop.order-placed', '--version', '2'].concat([
        '--key',
        'customer.no',
        '--id',
        'id',
        '--json',
      ]),
    );
    expect(sent.exitCode).toBe(0);
    expect(sent.json).toMatchObject({ command: 'stream publish', topic: 'orders', published: 500, engine: 'postgres' });
    expect(sent.json['perSecond']).toBeGreaterThan(0);

    const read = await run(['tail', 'orders', '--from', 'earliest', '--limit', '500', '--json']);
    expect(read.exitCode).toBe(0);
    const events = linesOf(read) as { key: string; id: string; type: string; data: { n: number } }[];
    expect(events).toHaveLength(500);
    expect(new Set(events.map(({ id }) => id)).size).toBe(500);
    expect(events[0]).toMatchObject({ type: 'shop.order-placed.v2', headers: { ce_specversion: '1.0' } });
    expect(events.filter(({ key }) => key === '5').map(({ data }) => data.n)).toEqual(
      Array.from({ length: 500 }, (_, at) => at).filter((at) => at % 7 === 5),
    );
    const raw: string[] = [];
    const subscription = stream.subscribe({ group: 'raw', topics: ['orders'] }, ({ records }) => {
      raw.push(...records.map(({ value }) => String(value)));
      return Promise.resolve();
    });
    await eventually(() => raw.length === 500);
    await subscription.stop();
    expect(raw.sort()).toEqual([...orders].sort());
  });

  it('tail begins now, or at an offset or a time, and Ctrl-C is its normal end', async () => {
    await run(['publish', 'clock', file('first.jsonl', '{"n":1}', '{"n":2}'), '--partitions', '1']);
    await sleep(20);
    const between = new Date().toISOString();
    await sleep(20);
    await run(['publish', 'clock', file('second.jsonl', '{"n":3}')]);
    const numbers = async (from: string, limit: number): Promise<unknown[]> =>
      linesOf(await run(['tail', 'clock', '--from', from, '--limit', String(limit), '--json'])).map(
        (one) => one['data'],
      );
    expect(await numbers('1', 2)).toEqual([{ n: 2 }, { n: 3 }]);
    expect(await numbers(between, 1)).toEqual([{ n: 3 }]);

    const stop = new AbortController();
    let listens = (): void => undefined;
    const listening = new Promise<void>((resolve) => (listens = resolve));
    const tailing = run(['tail', 'clock'], {
      signal: stop.signal,
      onStderr: (text) => text.includes('Listening') && listens(),
      onStdout: () => stop.abort(),
    });
    await listening;
    await run(['publish', 'clock', file('third.jsonl', '{"n":4}')]);
    const { exitCode, stdout } = await tailing;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\S+Z {2}0:3 {2}- {2}clock\.v1 {2}\{"n":4\}\n$/);
  });

  it.each([
    ['is not JSON', '{"id": 3', /Line 3 is not JSON.*Nothing was published/],
    ['is not an object', '[3]', /Line 3 is not a JSON object/],
    ['lacks the key', '{"no":3}', /Line 3 has no "id"/],
    ['has a text that cannot be kept', '{"id":"a\\u0000b"}', /Line 3 is not JSON/],
    ['has a field that cannot be an id', '{"id":"a\\nb"}', /Line 3 is not an event/],
    ['is too long', `{"id":3,"text":"${'x'.repeat(1_000_001)}"}`, /Line 3 is too long/],
    ['is not UTF-8', Buffer.concat([Buffer.from('{"id":"'), Buffer.of(0xff), Buffer.from('"}')]), /Line 3 is not JSON/],
  ])('publish names the line that %s, and publishes nothing of the file', async (title, line, problem) => {
    const topic = `bad-${title.length}`;
    await stream.createTopics([{ name: topic, partitions: 2 }]);
    const path = join(folder, 'bad.jsonl');
    writeFileSync(path, Buffer.concat([Buffer.from('{"id":1}\n\n'), Buffer.from(line), Buffer.from('\n{"id":4}\n')]));
    const { exitCode, json } = await run(['publish', topic, path, '--key', 'id', '--id', 'id', '--json']);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ error: { code: 'EVENT_INVALID', problem: expect.stringMatching(problem) as string } });
    expect(await held(topic)).toBe(0);
  });

  it('publish reads standard input as it arrives, up to the line before a bad one, however it is chunked', async () => {
    await stream.createTopics([{ name: 'piped', partitions: 1 }]);
    const stdin = Readable.from([
      Buffer.from('{"n":1}\n{"n"'),
      Buffer.from(':2}\r\n{"n":3}\nno'),
      Buffer.from('pe\n{"n":5}'),
    ]);
    const { exitCode, stderr } = await run(['publish', 'piped'], { stdin });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Line 4 is not JSON.*Published: the 3 events up to line 3\./);
    expect(await held('piped')).toBe(3);
  });
});

describe('lintel stream replay and status', () => {
  it('moves a group back and reports its lag, and rejects a group that is running', async () => {
    await run(['publish', 'jobs', file('jobs.jsonl', '{"n":1}', '{"n":2}', '{"n":3}'), '--partitions', '1']);
    let read = 0;
    const subscription = stream.subscribe({ group: 'workers', topics: ['jobs'] }, ({ records }) => {
      read += records.length;
      return Promise.resolve();
    });
    await eventually(() => read === 3);
    const replay = ['replay', 'jobs', '--group', 'workers', '--json', '--to'];
    const refused = await run([...replay, 'earliest']);
    expect(refused.exitCode).toBe(1);
    expect(refused.json).toMatchObject({
      error: { code: 'GROUP_RUNNING', cure: expect.stringMatching(/Stop/) as string },
    });
    await subscription.stop();

    const status = ['status', '--group', 'workers', '--topic', 'jobs', '--json'];
    expect((await run(status)).json).toMatchObject({ lag: 0, partitions: [{ committed: 3, high: 3 }] });
    expect((await run([...replay, '1'])).json).toMatchObject({ lag: 2, partitions: [{ from: 3, to: 1, lag: 2 }] });
    expect((await run([...replay, 'earliest'])).json).toMatchObject({ lag: 3 });
    expect((await run([...replay, new Date().toISOString()])).json).toMatchObject({ lag: 0 });
    expect((await run(status)).json).toMatchObject({ lag: 0 });
    const unknown = await run(['replay', 'jobs', '--group', 'wrokers', '--to', 'latest', '--json']);
    expect(unknown.json).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });
});

describe('lintel stream dead-letters', () => {
  const shippedIn = (topic: string) =>
    defineEvent({
      type: 'test.shipped',
      version: 1,
      topic,
      partitions: 1,
      schema: z.object({ n: z.int() }),
      key: ({ n }) => String(n),
    });

  it('lists what a group could not handle with its cause, replays it once, and discards the rest', async () => {
    let isBroken = true;
    const handled: number[] = [];
    const consumer = new EventConsumer({
      stream,
      group: 'shipping',
      retryDelaysMs: [10],
      handlers: [
        onEvent(shippedIn('shipped'), ({ data }) => {
          if (isBroken) return Promise.reject(new Error('the printer is out of paper'));
          handled.push(data.n);
          return Promise.resolve();
        }),
      ],
    });
    consumer.start();
    await eventually(() => consumer.joined);
    const publish = (...lines: string[]): Promise<Outcome> =>
      run(['publish', 'shipped', file('shipped.jsonl', ...lines), '--type', 'test.shipped', '--key', 'n']);
    await publish('{"n":1}', '{"n":2}', '{"n":"three"}');
    await eventually(() => consumer.activity.deadLettersTotal === 3);

    const letters = (command: string, ...more: string[]): Promise<Outcome> =>
      run(['dead-letters', command, '--group', 'shipping', ...more, '--json']);
    const listed = await letters('list', '--limit', '2');
    expect(listed.json).toMatchObject({ found: 3 });
    expect(listed.json['letters']).toHaveLength(2);
    const all = (await letters('list')).json['letters'] as { offset: number; code: string; message: string }[];
    expect(all.map(({ code }) => code).sort()).toEqual(['EVENT_INVALID', 'INTERNAL', 'INTERNAL']);
    const { offset } = all.find(({ code }) => code === 'INTERNAL') ?? { offset: -1 };
    const shown = await run(['dead-letters', 'show', '--group', 'shipping', '--offset', String(offset)]);
    expect(shown.stdout).toMatch(/the printer is out of paper[^]*"n":[12][^]*stream\.spec/);
    expect((await letters('show', '--offset', '99')).json).toMatchObject({ error: { code: 'NOT_FOUND' } });

    isBroken = false;
    expect((await letters('replay')).json).toMatchObject({ replayed: 3, left: 0 });
    await eventually(() => handled.length === 2 && consumer.activity.deadLettersTotal === 4);
    expect(handled.sort()).toEqual([1, 2]);
    expect((await letters('list')).json).toMatchObject({ found: 1, letters: [{ code: 'EVENT_INVALID' }] });
    expect((await letters('discard')).json).toMatchObject({ discarded: 1 });
    expect((await letters('replay')).json).toMatchObject({ replayed: 0 });
    expect((await letters('list')).json).toMatchObject({ found: 0 });
    expect((await letters('list', '--all')).json).toMatchObject({ found: 4 });
    await consumer.stop();
  });

  it('are replayed one by one, also corrected, or discarded, and the others still wait', async () => {
    const handled: number[] = [];
    const consumer = new EventConsumer({
      stream,
      group: 'packing',
      retryDelaysMs: [10],
      handlers: [
        onEvent(shippedIn('packed'), ({ data }) => {
          handled.push(data.n);
          return Promise.resolve();
        }),
      ],
    });
    consumer.start();
    await eventually(() => consumer.joined);
    const bad = ['{"n":"one"}', '{"n":"two"}', '{"n":"three"}'];
    await run(['publish', 'packed', file('packed.jsonl', ...bad), '--type', 'test.shipped']);
    await eventually(() => consumer.activity.deadLettersTotal === 3);
    const letters = (command: string, ...more: string[]): Promise<Outcome> =>
      run(['dead-letters', command, '--group', 'packing', ...more, '--json']);

    expect((await letters('show', '--offset', '1')).json).toMatchObject({
      letter: { offset: 1, waiting: true, state: 'waiting', data: { n: 'two' }, headers: { ce_specversion: '1.0' } },
    });
    const wrong = await letters('replay', '--offset', '1', '--value', file('wrong.json', '{"n":'));
    expect(wrong.json).toMatchObject({ error: { code: 'EVENT_INVALID' } });
    expect((await letters('replay', '--value', file('right.json', '{"n":2}'))).json).toMatchObject({
      error: { code: 'INVALID_ARGUMENT' },
    });
    expect((await letters('replay', '--offset', '1', '--value', join(folder, 'none'))).json).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    const replayed = await letters('replay', '--offset', '1', '--value', join(folder, 'right.json'));
    expect(replayed.json).toMatchObject({ offset: 1, replayed: 1, edited: true });
    await eventually(() => handled.length === 1);
    expect(handled).toEqual([2]);
    expect((await letters('replay', '--offset', '1')).json).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect((await letters('discard', '--offset', '2')).json).toMatchObject({ offset: 2, discarded: 1 });
    expect((await letters('list')).json).toMatchObject({ found: 1, letters: [{ offset: 0 }] });
    const all = await run(['dead-letters', 'list', '--group', 'packing', '--all']);
    expect(all.stdout).toMatch(/EVENT_INVALID \(replayed\)[^]*EVENT_INVALID \(discarded\)/);

    const status = await run(['status', '--all', '--json']);
    expect(status.json).toMatchObject({ engine: 'postgres' });
    const overview = status.json as { topics: { name: string }[]; groups: { group: string }[] };
    expect(overview.topics.find(({ name }) => name === 'packed')).toMatchObject({ kind: 'events', records: 3 });
    expect(overview.topics.filter(({ name }) => name.endsWith('.settled'))).toEqual([]);
    const packing = { group: 'packing', running: true, lag: 0, deadLetters: { kept: 3, waiting: 1 } };
    expect(overview.groups.find(({ group }) => group === 'packing')).toMatchObject(packing);
    expect((await run(['status', '--group', 'packing', '--json'])).json).toMatchObject({ groups: [packing] });
    const usual = await run(['status', '--database', postgres.url]);
    expect(usual.stdout).toMatch(/packing +running +0 +1/);
    // Topics of retries are shown on request.
    expect(usual.stdout).not.toMatch(/dead-letters +1/);
    expect((await run(['status', '--group', 'pakcing', '--json'])).json).toMatchObject({
      error: { code: 'NOT_FOUND', expected: expect.stringMatching(/packing/) as string },
    });
    await consumer.stop();
  });

  it('says that a group has none', async () => {
    const { exitCode, json } = await run(['dead-letters', 'list', '--group', 'nobody', '--json']);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ error: { code: 'NOT_FOUND', problem: expect.stringMatching(/"nobody"/) as string } });
  });
});

describe('lintel stream without a connection', () => {
  const topic = ['tail', 'orders', '--json'];

  it('says that nothing is running, and what to do', async () => {
    const { exitCode, json } = await run([...topic, '--data-dir', folder], { environment: {} });
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      error: { code: 'NOT_FOUND', cure: expect.stringMatching(/npm start.*--brokers.*--database/) as string },
    });
  });

  it.each<[string, string[], string, RegExp]>([
    ['a database that is away', ['--database', 'postgres://a:b@127.0.0.1:9/c'], 'STREAM_UNAVAILABLE', /DATABASE_URL/],
    ['a broker without a port', ['--brokers', 'broker'], 'INVALID_CONFIGURATION', /broker-1:9092/],
    ['an invalid time', ['--from', 'yesterday'], 'INVALID_ARGUMENT', /Correct it/],
  ])('rejects %s with a cure', async (_, more, code, cure) => {
    const { exitCode, json } = await run([...topic, ...more]);
    expect(exitCode).toBeGreaterThan(0);
    expect(json).toMatchObject({ error: { code, cure: expect.stringMatching(cure) as string } });
  });

  it('names a missing topic, a missing file, and a wrong password', async () => {
    expect((await run(['publish', 'absent', file('x.jsonl', '{}'), '--json'])).json).toMatchObject({
      error: { code: 'TOPIC_MISSING', cure: expect.stringMatching(/--partitions/) as string },
    });
    expect((await run(['publish', 'orders', join(folder, 'none'), '--json'])).json).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    const wrong = postgres.url.replace(/:[^:@/]+@/, ':wrong@');
    expect((await run(['tail', 'orders', '--database', wrong, '--json'])).json).toMatchObject({
      error: { code: 'INVALID_CONFIGURATION' },
    });
  });
});
