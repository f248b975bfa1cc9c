import { Pool } from 'pg';
import { startTestPostgres, type TestPostgres } from '../testing/postgres';
import { listDeadLetters } from '../consume/dead-letters';
import { PostgresEventStream } from '../postgres/postgres-event-stream';
import { eventually } from '../testing/eventually';
import { ingest } from './ingest';
import { insertJsonRows } from './insert-json-rows';

jest.setTimeout(30_000);
const topic = 'measurements';
const write = insertJsonRows({ table: 'measurement', columns: { id: 'int', reading: 'float8', sensor: 'text' } });
const record = (id: number, value?: string) => ({
  topic,
  key: `s-${id % 5}`,
  value: Buffer.from(value ?? JSON.stringify({ id, reading: id / 3, sensor: `s-${id % 5}`, ignored: true })),
  headers: { ce_id: String(id) },
});

describe('ingestion', () => {
  let postgres: TestPostgres;
  let pool: Pool;
  let stream: PostgresEventStream;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    pool = new Pool({ connectionString: postgres.url }).on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await postgres.stop();
  });
  beforeEach(async () => {
    stream = new PostgresEventStream({ url: postgres.url });
    await pool.query('DROP TABLE IF EXISTS measurement; DROP SCHEMA IF EXISTS streams CASCADE');
    await pool.query('CREATE TABLE measurement (id int, reading float8, sensor text)');
    await stream.createTopics([{ name: topic, partitions: 3 }]);
  });
  afterEach(() => stream.close());
  const rows = async () =>
    (await pool.query<{ id: number; reading: number }>('SELECT id, reading FROM measurement ORDER BY id')).rows;

  it('moves every record into its row, and a replay of the topic adds none', async () => {
    await stream.publish(Array.from({ length: 3_000 }, (_, id) => record(id)));
    const first = await ingest({ stream, pool, group: 'rows', topics: [topic], write, batch: 200 });
    await eventually(async () => (await rows()).length === 3_000);
    await first.stop();
    await stream.resetOffsets('rows', topic, 'beginning');
    const second = await ingest({ stream, pool, group: 'rows', topics: [topic], write, batch: 200 });
    await eventually(async () => (await stream.groupOffsets('rows', [topic])).every(({ lag }) => lag === 0));
    await second.stop();
    const all = await rows();
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 3_000 }, (_, id) => id));
    expect(all[1_000]!.reading).toBeCloseTo(1_000 / 3, 12);
  });

  it('keeps a record that the database refuses as a dead letter, and moves all the others', async () => {
    const bad = [record(100, '{"id":'), record(101, '{"id":"many"}')];
    await stream.publish([...Array.from({ length: 100 }, (_, id) => record(id)), ...bad, record(102)]);
    const subscription = await ingest({ stream, pool, group: 'rows', topics: [topic], write });
    await eventually(async () => (await rows()).length === 101);
    await eventually(async () => (await stream.groupOffsets('rows', [topic])).every(({ lag }) => lag === 0));
    const letters = await listDeadLetters(stream, 'rows');
    expect(letters.map(({ eventId }) => eventId).sort()).toEqual(['100', '101']);
    await subscription.stop();
  });

  it('makes one row of one record: broken ones do not add up to a row, and one is never two', async () => {
    const row = (id: number) => `{"id":${id},"reading":1,"sensor":"s"}`;
    const bad = [
      '{"id":1,"sensor":"',
      '"}',
      '{"id":2',
      '"reading":1}',
      `${row(3)},${row(4)}`,
      '[',
      ']',
      'null',
      '[{}]',
    ];
    const values = [
      ...bad.map((text) => Buffer.from(text)),
      null,
      Buffer.alloc(0),
      Buffer.from('{"sensor":"\xff"}', 'latin1'),
    ];
    values.push(Buffer.from(`${row(5)}\u001e${row(6)}`));
    await stream.publish(
      values.map((value, at) => ({ topic, key: 'one partition', value, headers: { ce_id: `bad-${at}` } })),
    );
    await stream.publish([record(7)]);
    const subscription = await ingest({ stream, pool, group: 'rows', topics: [topic], write });
    await eventually(async () => (await stream.groupOffsets('rows', [topic])).every(({ lag }) => lag === 0));
    expect((await rows()).map(({ id }) => id)).toEqual([7]);
    const letters = await listDeadLetters(stream, 'rows');
    expect(letters.map(({ eventId }) => eventId).sort()).toEqual(values.map((_, at) => `bad-${at}`).sort());
    await subscription.stop();
  });
});
