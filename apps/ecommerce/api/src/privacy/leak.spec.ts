import { solid } from '@lintel/core-ml/testing/pictures';
import { encodeEvent, openEventStream, type EventStream } from '@lintel/streams';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { productPhotoReceived, type RecogniseResponse } from '@lintel/ecommerce-contract';
import { launchApi, type LaunchedApi } from '@lintel/service/testing/launched-api';
import { LeakSearch, type Leak } from '@lintel/service/testing/leak-search';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PHOTO_GROUP } from '../events/photo-handler';
import { RECOGNISER } from '../model/recogniser';
import { eventually } from '../testing/live-reader';
import { formOf } from '../testing/test-api';

const MARK = {
  fileName: 'MARKEDFILENAME',
  metadata: 'MARKEDMETADATA',
  subject: 'MARKEDSUBJECT',
  note: 'MARKEDNOTE',
  password: 'MARKEDPASSWORD',
  signInName: 'markedsigninname',
  guessedKey: 'MARKEDGUESSEDKEY',
  words: 'MARKEDWORDSOFANERROR',
};
/** The sender's own topic, which contains its events as they were sent. */
const INBOX_TOPIC = productPhotoReceived.topic;

let postgres: TestPostgres;
let models: TestModels;
let api: LaunchedApi;
let stream: EventStream;
let thumbnail = Buffer.alloc(0);
/** Everything that the trace collector received. */
const traces: string[] = [];
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    traces.push(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
const answers: { readonly what: string; readonly body: string }[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  const folder = await writeColourModel();
  await models.serve(RECOGNISER, folder);
  await rm(folder, { recursive: true });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  api = await launchApi(join(__dirname, '../main.ts'), {
    DATABASE_URL: postgres.url,
    ...models.environment,
    LOG_LEVEL: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  stream = openEventStream({ databaseUrl: postgres.url });
  await eventually(async () => (await fetch(`${api.url}/health/ready`)).ok, 60_000);
}, 120_000);
afterAll(async () => {
  await stream?.close();
  await api?.stop();
  collector.close();
  await models?.close();
  await postgres?.stop();
});

const send = (
  method: string,
  path: string,
  init: { body?: RequestInit['body']; headers?: Record<string, string> } = {},
) => fetch(`${api.url}${path}`, { method, body: init.body ?? null, headers: { ...models.headers, ...init.headers } });
const sendJson = (method: string, path: string, body: unknown, headers = {}): Promise<Response> =>
  send(method, path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

/** A picture with the location and the name of a person in its metadata. */
const markedPicture = (): Promise<Buffer> =>
  solid('red', 64, 64)
    .withMetadata({ exif: { IFD0: { Copyright: MARK.metadata, Artist: MARK.metadata } } })
    .jpeg()
    .toBuffer();
const named = (name: string, bytes: Uint8Array) => ({ name: `${MARK.fileName} ${name}`, bytes });

async function feedRequests(): Promise<void> {
  const good = formOf(named('good.jpg', await markedPicture()));
  good.append('subjectId', MARK.subject);
  const response = await send('POST', '/v1/recognitions', { body: good, headers: { 'x-subject-id': MARK.subject } });
  expect(response.status).toBe(201);
  const [outcome] = ((await response.json()) as RecogniseResponse).outcomes;
  if (outcome?.status !== 'recognised') throw new Error('not recognised');
  const address = `/v1/recognitions/${outcome.recognition.id}`;
  expect(outcome.recognition.fileName).toContain(MARK.fileName);
  thumbnail = Buffer.from(await (await send('GET', `${address}/thumbnail`)).arrayBuffer());

  const statuses = [
    await send('GET', address),
    await send('GET', `${address}/heat-map`),
    await send('GET', '/v1/recognitions'),
    await sendJson('PUT', `${address}/verdict`, { className: 'blue' }),
    // The name of a class is part of the events, so only a rejected one must leave no trace.
    await sendJson('PUT', `${address}/verdict`, { className: MARK.note.repeat(100) }),
    await sendJson('PUT', `${address}/verdict`, { className: 5, [MARK.note]: MARK.note }),
    await send('PUT', `${address}/verdict`, {
      body: `{"${MARK.note}`,
      headers: { 'content-type': 'application/json' },
    }),
    await send('DELETE', `${address}/verdict`),
    await send('DELETE', address),
    await send('POST', `${address}/restore`),
    await send('GET', `/v1/recognitions?className=${MARK.note}`),
    await send('GET', `/v1/recognitions?cursor=${MARK.note}&unsure=${MARK.note}`),
    await send('GET', `/v1/recognitions/${MARK.subject}`),
    await send('GET', `/v1/nowhere/${MARK.subject}`),
    await send('POST', '/v1/recognitions', { body: formOf(named('text.png', Buffer.from(MARK.note))) }),
    await send('POST', '/v1/recognitions', { body: formOf(named('big.png', new Uint8Array(21 * 2 ** 20))) }),
    await send('POST', '/v1/recognitions', {
      body: formOf(named('a.png', new Uint8Array()), named('b.png', Buffer.from(MARK.note))),
    }),
    await send('POST', '/v1/recognitions', {
      body: formOf(named('c.jpg', await markedPicture())),
      headers: { 'x-subject-id': MARK.subject.repeat(30) },
    }),
    await sendJson('POST', '/v1/recognitions', { pictures: MARK.note }),
    await send('POST', '/v1/recognitions', { body: MARK.note, headers: { 'content-type': 'multipart/form-data' } }),
    await sendJson('POST', `/v2/models/${RECOGNISER}/infer`, { inputs: [{ name: MARK.note }] }),
    await sendJson('POST', '/v1/session', { signInName: MARK.signInName, password: MARK.password }),
    await sendJson('PUT', '/v1/session/password', { password: MARK.password, newPassword: `${MARK.password} new` }),
    await send('GET', '/v1/recognitions', { headers: { authorization: `Bearer lintel_abcdefgh_${MARK.guessedKey}` } }),
  ].map(({ status }) => status);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
}

async function publishPhoto(id: string, value?: Buffer): Promise<void> {
  const picture = (await markedPicture()).toString('base64');
  const photo = { id, fileName: `${MARK.fileName} ${id}.jpg`, picture, source: 'shop-17', subjectId: MARK.subject };
  const event = encodeEvent(productPhotoReceived, photo, { source: '/test', id });
  await stream.publish([{ topic: INBOX_TOPIC, ...event, ...(value === undefined ? {} : { value }) }]);
}

/** Fails after the picture was read, with a message that repeats its data. */
async function whileTheDatabaseRefuses(work: () => Promise<void>): Promise<void> {
  const { database } = models.platform;
  await database.query(`
    CREATE FUNCTION ecommerce.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'cannot keep ${MARK.words}' USING DETAIL = '${MARK.words}'; END $$`);
  await database.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON ecommerce.recognition FOR EACH ROW EXECUTE FUNCTION ecommerce.refuse()',
  );
  await work();
  await database.query('DROP TRIGGER refuse ON ecommerce.recognition');
  await database.query('DROP FUNCTION ecommerce.refuse()');
}

async function countOf(topic: string): Promise<number> {
  const ranges = await stream.topicOffsets(topic).catch(() => []);
  return ranges.reduce((sum, { low, high }) => sum + high - low, 0);
}

/** Answers to people other than the sender. */
async function askAround(): Promise<void> {
  const strangers = ['/v1/streams', '/metrics', '/docs-json', '/docs-events-json', '/health/ready', '/v1/nowhere'];
  for (const path of [...strangers, '/v1/recognitions?limit=0', `/v1/recognitions/${'0'.repeat(36)}`]) {
    answers.push({ what: path, body: await (await send('GET', path)).text() });
  }
  const bad = await send('POST', '/v1/recognitions', { body: formOf({ name: 'x.png', bytes: Buffer.from('x') }) });
  answers.push({ what: 'another bad picture', body: await bad.text() });
}

const secretKey = (): string => models.headers.authorization.replace(/^Bearer /, '');

describe('marked values that were sent through every endpoint and event, valid and invalid', () => {
  let search: LeakSearch;
  let leaks: Leak[];

  beforeAll(async () => {
    await feedRequests();
    await publishPhoto('good');
    await publishPhoto('not-json', Buffer.from(`{"fileName":"${MARK.fileName}`));
    await publishPhoto('wrong', Buffer.from(JSON.stringify({ fileName: 5, [MARK.note]: MARK.note })));
    await publishPhoto('no-picture', photoOf(Buffer.from(MARK.note)));
    await eventually(async () => (await countOf(`${PHOTO_GROUP}.dead-letters`)) === 3, 60_000);
    await whileTheDatabaseRefuses(async () => {
      await publishPhoto('refused');
      await eventually(async () => (await countOf(`${PHOTO_GROUP}.retry-1`)) >= 1, 60_000);
      const refused = await send('POST', '/v1/recognitions', {
        body: formOf(named('refused.jpg', await markedPicture())),
      });
      expect(refused.status).toBe(500);
      answers.push({ what: 'a request that failed inside', body: await refused.text() });
    });
    await askAround();
    search = new LeakSearch({
      ...Object.fromEntries(Object.entries(MARK).map(([name, text]) => [name, Buffer.from(text)])),
      thumbnail,
      key: Buffer.from(secretKey()),
    });
    leaks = await search.inDatabase(models.platform.database, { 'streams.record': `topic = '${INBOX_TOPIC}'` });
  }, 240_000);

  it('are nowhere in the database, the topics, the retries, the dead letters, the outbox or the audit trail', () => {
    expect(leaks).toEqual([]);
  });

  it('are in no line of the log', () => {
    const lines = api.output().trim().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => search.in('log', line).length > 0)).toEqual([]);
  });

  it('are in no trace', async () => {
    const told = (step: string) => traces.some((body) => body.includes(step));
    // They are sent every few seconds.
    await eventually(() => told('PUT /v1/recognitions/:id/verdict') && told(`process ${INBOX_TOPIC}`), 30_000);
    expect(traces.filter((body) => search.in('trace', body).length > 0)).toEqual([]);
  });

  it('are in no file of the artefact store', async () => {
    const folder = models.environment.ARTIFACT_DIR;
    expect((await models.platform.artifacts.list('pictures/')).length).toBeGreaterThan(0);
    expect(await search.inFolder(folder)).toEqual([]);
  });

  it('are in no answer to others, and in no answer to an internal error', () => {
    expect(answers.flatMap(({ what, body }) => search.in(what, body))).toEqual([]);
  });
});

function photoOf(picture: Buffer): Buffer {
  const photo = { id: 'p', fileName: `${MARK.fileName}.jpg`, picture: picture.toString('base64'), source: 'shop-17' };
  return Buffer.from(JSON.stringify({ ...photo, subjectId: MARK.subject }));
}

describe('the search itself', () => {
  it('finds a mark in a text, a JSON, bytes, base64 and a file, wherever it begins', async () => {
    const mark = randomBytes(9).toString('hex');
    const own = new LeakSearch({ mark: Buffer.from(mark) });
    const { database, artifacts } = models.platform;
    await database.query('CREATE TABLE public.planted (a text, b jsonb, c bytea)');
    for (const before of ['', 'x', 'xy']) {
      const text = `${before}${mark} and more`;
      const base64 = Buffer.from(text).toString('base64');
      const insert = 'INSERT INTO public.planted VALUES ($1, $2, $3)';
      for (const row of [
        [text, '{}', null],
        [null, JSON.stringify({ deep: [text] }), null],
        [null, '{}', Buffer.from(text)],
        [base64, '{}', null],
        [null, '{}', Buffer.from(base64)],
      ]) {
        await database.query(insert, row);
        expect((await own.inDatabase(database)).map(({ mark: found }) => found)).toEqual(['mark']);
        await database.query('DELETE FROM public.planted');
      }
    }
    await artifacts.put('planted/file', Buffer.from(mark));
    expect(await own.inFolder(join(models.environment.ARTIFACT_DIR))).toHaveLength(1);
    await artifacts.delete('planted/file');
    await database.query('DROP TABLE public.planted');
  });
});
