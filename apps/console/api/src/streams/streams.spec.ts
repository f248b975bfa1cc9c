import { predictionMade, type DeadLetterView, type StreamOverview } from '@lintel/contracts';
import { encodeEvent, openEventStream, type EventStream } from '@lintel/streams';
import { DRIFT_GROUP } from '../drift/drift-watch';
import { eventually, startTestConsole, type TestConsole } from '../testing/test-console';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
let console_: TestConsole;
let stream: EventStream;
beforeAll(async () => {
  console_ = await startTestConsole();
  stream = openEventStream({ databaseUrl: console_.postgres.url });
});
afterAll(async () => {
  await stream.close();
  await console_.stop();
});

const letters = `/v1/dead-letters/${DRIFT_GROUP}`;
const overview = (): Promise<StreamOverview> => console_.get('/v1/stream-overview');
const waiting = async () =>
  (await console_.get<{ items: { offset: number; code: string }[] }>(`/v1/dead-letters?group=${DRIFT_GROUP}`)).items;

/** An event of an unknown version, which no handler accepts. */
async function publishUnhandled(predictionId: string): Promise<void> {
  const data = {
    predictionId,
    modelName: 'shop.colours',
    versionId: UNKNOWN,
    outcome: 'red',
    confidence: 1,
    unsure: false,
    latencyMs: 1,
    features: {},
    madeAt: new Date().toISOString(),
  };
  await stream.publish([{ topic: predictionMade.topic, ...encodeEvent(predictionMade, data, { source: '/test' }) }]);
}

describe('the streams', () => {
  it('are shown with every topic, group and lag, and a dead letter with its content and cause', async () => {
    // It keeps dead letters from the time it joined.
    await eventually(async () =>
      (await overview()).groups.some(({ group: name, deadLetters }) => name === DRIFT_GROUP && deadLetters !== null),
    );
    await publishUnhandled('p-1');
    await eventually(async () => (await waiting()).length === 1);
    const group = (await overview()).groups.find((each) => each.group === DRIFT_GROUP);
    expect(group).toMatchObject({ running: true, deadLetters: { waiting: 1 } });
    const [letter] = await waiting();
    expect(letter!.code).toBe('NOT_FOUND');
    const whole = await console_.get<DeadLetterView>(`${letters}/${letter!.offset}`);
    expect(JSON.parse(whole.value!)).toMatchObject({ predictionId: 'p-1', versionId: UNKNOWN });
    expect(whole.headers['ce_type']).toBe('platform.prediction-made.v1');
  });

  it('replay a corrected dead letter, and discard another one, independently', async () => {
    await publishUnhandled('p-2');
    await eventually(async () => (await waiting()).length === 2);
    const [one, other] = await waiting();
    const settled = await console_.send('POST', `${letters}/${one!.offset}/discard`);
    expect(settled).toEqual({ replayed: 0, discarded: 1, left: 0 });
    expect((await waiting()).map(({ offset }) => offset)).toEqual([other!.offset]);
    await console_.refused(400, 'POST', `${letters}/${other!.offset}/replay`, { value: '{"half' });
    const { value } = await console_.get<DeadLetterView>(`${letters}/${other!.offset}`);
    const edited = value!.replace('"p-2"', '"p-2b"');
    await console_.send('POST', `${letters}/${other!.offset}/replay`, { value: edited });
    // The corrected event fails again, as a new dead letter.
    const back = await eventually(async () => {
      const found = await waiting();
      return found.length === 1 && found[0]!.offset !== other!.offset && found[0];
    });
    const again = await console_.get<DeadLetterView>(`${letters}/${back.offset}`);
    expect(again.value).toContain('p-2b');
    expect(again.headers['lintel-edited-by']).toBe('Ada');
    await console_.send('POST', `${letters}/discard-all`);
    expect(await waiting()).toEqual([]);
    await console_.refused(404, 'POST', `${letters}/${back.offset}/replay`, {});
  });
});

describe('the live view', () => {
  it('reports which table changed', async () => {
    const cancellation = new AbortController();
    const response = await fetch(`${console_.url}/v1/live`, {
      signal: cancellation.signal,
      headers: console_.models.headers,
    });
    let text = '';
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body!) text += decoder.decode(chunk as Uint8Array, { stream: true });
    })().catch(() => undefined);
    await console_.models.platform.registry.declareModel({
      name: 'shop.new',
      vertical: 'shop',
      title: 'New',
      gatePolicy: {},
      loopPolicy: {},
    });
    await eventually(() => Promise.resolve(text.includes('"table":"model"')));
    expect(text).toMatch(/event: change\ndata: \{.*"table":"model"/);
    cancellation.abort();
    await reading;
  });
});
