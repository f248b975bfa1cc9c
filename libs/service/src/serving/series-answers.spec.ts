import { createRandom, defineEvent } from '@lintel/contracts';
import { loadModelDirectory } from '@lintel/core-ml';
import { describeAnomalies, findAlarms, trainAnomalies } from '@lintel/core-ml/series';
import { tableOfRecords } from '@lintel/core-ml/tables';
import { forgetIdleSeries, forgetSeries } from '@lintel/data';
import {
  encodeEvent,
  EventConsumer,
  listDeadLetters,
  onEvent,
  openEventStream,
  type EventStream,
} from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { prepareTestModels, type TestModels } from '../testing/models';
import { startServingReplica, type ServingReplica } from '../testing/serving-replica';
import { answerSeries } from './series-answers';

jest.setTimeout(240_000);

const MODEL = 'plant.pumps';
const readings = defineEvent({
  type: 'plant.readings',
  version: 1,
  topic: 'plant.readings',
  partitions: 2,
  schema: z.object({
    pump: z.string(),
    rows: z.array(z.object({ at: z.string(), flow: z.union([z.number(), z.string()]), heat: z.number() })),
  }),
  key: ({ pump }) => pump,
});

/** A pump whose flow falls now and then. */
function pumpRows(rows: number, seed: number) {
  const random = createRandom(seed, 'pump');
  return Array.from({ length: rows }, (_, at) => ({
    at: new Date(Date.UTC(2026, 0, 5) + at * 60_000).toISOString(),
    flow: Number((40 + random.normal() - (at > 60 && at % 90 < 4 ? 20 : 0)).toFixed(3)),
    heat: Number((60 + random.normal()).toFixed(3)),
  }));
}

let folder: string;
let postgres: TestPostgres;
let models: TestModels;
let replica: ServingReplica<'time-series-anomaly'>;
let stream: EventStream;
let consumer: EventConsumer;
/** Alarms and answers, as the handler has written them in its own transaction. */
const written = async () => {
  const rows: { pump: string; time: string; alarm: boolean; score: number }[] = await models.platform.database.query(
    'SELECT pump, time, alarm, score FROM answered ORDER BY pump, time',
  );
  return rows;
};
const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  for (const until = Date.now() + 90_000; !(await holds()); await delay(50)) {
    if (Date.now() > until) throw new Error('It did not happen in time.');
  }
};
/** Events whose handler fails at its first attempt, after it has written everything. */
const FAILING = new Set(['event-4', 'event-17', 'event-40']);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-series-'));
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  const table = tableOfRecords(pumpRows(1_500, 1));
  const { preprocessing } = describeAnomalies(table, { time: 'at', recipe: 'robust-limits' });
  const about = { name: 'pumps', source: 'pumps', seed: 1, recipe: 'robust-limits', quiet: 50 } as const;
  await trainAnomalies({ ...about, table, preprocessing, falseAlarms: 0.06, out: join(folder, 'model') });
  await models.serve(MODEL, join(folder, 'model'));
  replica = await startServingReplica({
    ...{ task: 'time-series-anomaly', databaseUrl: postgres.url, models, modelName: MODEL },
  });
  const { database } = models.platform;
  await database.query('CREATE TABLE answered (pump text, time text, alarm boolean, score float8)');
  stream = openEventStream({ databaseUrl: postgres.url });
  await stream.createTopics([{ name: readings.topic, partitions: readings.partitions }]);
  consumer = new EventConsumer({
    ...{ stream, group: 'watch', retryDelaysMs: [50] },
    transact: (work) => database.transaction(work),
    handlers: [
      onEvent(readings, async ({ id, attempt, data: { pump, rows } }, { transaction, signal }) => {
        const { answers } = await answerSeries(replica.model, transaction!, { series: pump, rows, signal });
        for (const { answer, alarm } of answers) {
          await transaction!.query('INSERT INTO answered VALUES ($1, $2, $3, $4)', [
            ...[pump, answer.time, alarm, answer.score],
          ]);
        }
        if (attempt === 1 && FAILING.has(id)) throw new Error('the handler failed at its very end');
      }),
    ],
  });
  consumer.start();
});
afterAll(async () => {
  await consumer?.stop();
  await stream?.close();
  await replica?.close();
  await models?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Readings = z.infer<(typeof readings)['schema']>;
let sent = 0;
const event = (data: Readings, id = `event-${sent++}`) => ({
  topic: readings.topic,
  ...encodeEvent(readings, data, { source: '/plant', id }),
});

describe('rows of a series that arrive as events', () => {
  it('have the scores and raise the alarms of the whole series, although events repeat and handlers fail', async () => {
    const pumps = { north: pumpRows(300, 5), south: pumpRows(300, 6) };
    const events = Object.entries(pumps).flatMap(([pump, rows]) =>
      Array.from({ length: 30 }, (_, at) => event({ pump, rows: rows.slice(at * 10, at * 10 + 10) })),
    );
    // Every third one is delivered twice.
    for (const [at, one] of events.entries()) await stream.publish(at % 3 === 0 ? [one, one] : [one]);
    await eventually(async () => (await written()).length >= 600);
    // A row that counted twice would follow immediately.
    await delay(300);
    const model = await loadModelDirectory<'time-series-anomaly'>(join(folder, 'model'), {
      task: 'time-series-anomaly',
    });
    const all = await written();
    for (const [pump, rows] of Object.entries(pumps)) {
      const { found } = await findAlarms(model, tableOfRecords(rows));
      const own = all.filter((one) => one.pump === pump);
      expect(own.map(({ time }) => time)).toEqual(rows.map(({ at }) => at));
      expect(own.filter(({ alarm }) => alarm).map(({ time }) => time)).toEqual(
        found[0]!.alarms.map(({ time }) => String(time)),
      );
      expect(found[0]!.alarms.length).toBeGreaterThan(1);
      expect(own.at(-1)!.score).toBeCloseTo(found[0]!.newest.score, 5);
    }
  });

  it('with a value that is no number become a dead letter, and the series goes on without them', async () => {
    const rows = pumpRows(40, 9);
    await stream.publish([event({ pump: 'west', rows: rows.slice(0, 20) })]);
    await stream.publish([event({ pump: 'west', rows: [{ ...rows[20]!, flow: 'high' }] }, 'broken')]);
    await stream.publish([event({ pump: 'west', rows: rows.slice(21) })]);
    await eventually(async () => (await written()).filter(({ pump }) => pump === 'west').length === 39);
    await eventually(async () => (await listDeadLetters(stream, 'watch')).length === 1);
    const [letter] = await listDeadLetters(stream, 'watch');
    expect(letter).toMatchObject({ eventId: 'broken', code: 'DATASET_INVALID' });
    expect(letter!.message).toContain('"flow" has a value in row 1');
  });

  it('that come late or twice are counted, and not answered', async () => {
    const rows = pumpRows(10, 3);
    const { transaction } = { transaction: models.platform.database };
    const answer = (some: typeof rows) => answerSeries(replica.model, transaction, { series: 'east', rows: some });
    expect((await answer([rows[0]!, rows[2]!])).answers).toHaveLength(2);
    expect(await answer([rows[1]!, rows[2]!])).toMatchObject({ answers: [], versionId: null, late: 1, repeated: 1 });
    const again = await answer(rows.slice(3));
    expect([again.answers.length, again.versionId]).toEqual([7, replica.model.current().id]);
  });

  it('are refused if there are too many of them', async () => {
    const refused = answerSeries(replica.model, models.platform.database, { series: 'x', rows: pumpRows(1_001, 1) });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', received: '1001' });
  });

  it('are forgotten with their series, or when none came for long', async () => {
    const { database } = models.platform;
    const series = async (): Promise<string[]> => {
      const rows: { series: string }[] = await database.query('SELECT series FROM platform.series_memory ORDER BY 1');
      return rows.map(({ series: name }) => name);
    };
    expect(await series()).toEqual(['east', 'north', 'south', 'west']);
    expect(await forgetSeries(database, 'east')).toBe(1);
    expect(await forgetIdleSeries(database, MODEL, new Date(Date.now() - 60_000))).toBe(0);
    expect(await forgetIdleSeries(database, MODEL, new Date(Date.now() + 60_000))).toBe(3);
    expect(await series()).toEqual([]);
  });
});
