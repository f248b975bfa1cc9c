import { type DriftView, type Overview } from '@lintel/console-contract';
import { createRandom, predictionMade, type Alert, type PredictionMade } from '@lintel/contracts';
import { DriftReferenceBuilder, observePictures } from '@lintel/core-ml';
import { COLOURS_MANIFEST, writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { encodeEvent, openEventStream, type EventStream } from '@lintel/streams';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { eventually, startTestConsole, type TestConsole } from '../testing/test-console';

const MODEL = 'shop.colours';
let console_: TestConsole;
let stream: EventStream;
let versionId: string;
const random = createRandom(1, 'drift-spec');

beforeAll(async () => {
  console_ = await startTestConsole();
  stream = openEventStream({ databaseUrl: console_.postgres.url });
  const folder = await writeColourModel({ manifest: { ...COLOURS_MANIFEST, driftReference: reference() } });
  versionId = (await console_.models.serve(MODEL, folder)).id;
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await stream.close();
  await console_.stop();
});

/** 600 pictures of one brightness each, in [64, 192], equally distributed over the classes. */
function reference() {
  const builder = new DriftReferenceBuilder(COLOURS_MANIFEST.reading.classNames);
  for (let at = 0; at < 600; at++) {
    const pixels = new Uint8Array(48).fill(64 + random.int(128));
    const probabilities = Float32Array.from({ length: 6 }, (_, column) => (column === at % 6 ? 0.9 : 0.02));
    const batch = { size: 1, pixels, probabilities, embeddings: Float32Array.of(1, 0, 0) };
    observePictures(builder, batch, COLOURS_MANIFEST.reading.classNames, [4, 4, 3]);
  }
  return builder.build();
}

/** Answers as in the evaluation, except for the brightness. */
async function predict(count: number, brightness: () => number, madeAt: Date): Promise<void> {
  const { classNames } = COLOURS_MANIFEST.reading;
  const events = Array.from({ length: count }, (_, at) => {
    const data: PredictionMade = {
      predictionId: randomUUID(),
      modelName: MODEL,
      versionId,
      outcome: classNames[at % classNames.length]!,
      confidence: 0.9,
      unsure: false,
      latencyMs: 2,
      features: { brightness: brightness() },
      madeAt: madeAt.toISOString(),
    };
    return { topic: predictionMade.topic, ...encodeEvent(predictionMade, data, { source: '/test' }) };
  });
  await stream.publish(events);
}

const view = (): Promise<DriftView> => console_.get(`/v1/models/${MODEL}/drift?hours=6`);
const alerts = async (): Promise<Alert[]> => (await console_.get<{ items: Alert[] }>('/v1/alerts')).items;
const windowOf = (examples: number) => async () =>
  (await view()).windows.find(({ report }) => report.examples === examples);

describe('drift', () => {
  it('is not detected while the pictures stay the same, and a window with too few of them grows until it can be judged', async () => {
    await eventually(async () =>
      (await console_.get<{ topics: { name: string }[] }>('/v1/stream-overview')).topics.some(
        ({ name }) => name === predictionMade.topic,
      ),
    );
    await predict(20, () => (64 + random.int(128)) / 255, new Date(Date.now() - 2 * 3_600_000));
    expect((await eventually(windowOf(20))).report).toMatchObject({ enough: false, status: 'unknown' });
    await predict(300, () => (64 + random.int(128)) / 255, new Date(Date.now() - 3_600_000));
    const grown = await eventually(windowOf(320));
    expect(grown.report).toMatchObject({ enough: true, status: 'stable' });
    expect(Date.parse(grown.to) - Date.parse(grown.from)).toBeGreaterThan(3_600_000);
    expect((await view()).windows).toHaveLength(1);
    expect(await alerts()).toEqual([]);
  });

  it('of the pictures raises one alert, which a person acknowledges and silences', async () => {
    await predict(300, () => (random.int(64) + 190) / 255, new Date());
    const { report } = await eventually(async () =>
      (await view()).windows.find(({ report: each }) => each.status === 'drift'),
    );
    expect(report.features.find(({ name }) => name === 'brightness')).toMatchObject({ status: 'drift' });
    const [alert] = await eventually(async () => {
      const found = await alerts();
      return found.length > 0 && found;
    });
    // The pictures arrive in several batches of one window: the window is counted once.
    const counted = await eventually(async () => {
      const [newest] = await alerts();
      return newest!.messages!.detail.at(-1)!.values['examples'] === 300 && newest;
    });
    expect(counted).toMatchObject({ kind: 'drift', subject: MODEL, state: 'open', seen: 1 });
    expect(report.examples).toBeLessThanOrEqual(300);
    expect(alert!.detail).toMatch(/brightness \(PSI \d/);
    expect(await console_.get<Overview>('/v1/overview')).toMatchObject({
      alerts: { open: 1 },
      models: [{ name: MODEL, drift: 'drift' }],
    });
    const acknowledged = await console_.send('POST', `/v1/alerts/${alert!.id}/acknowledge`, {
      note: 'the lamp',
    });
    expect(acknowledged).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Ada', note: 'the lamp' });
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await console_.send('POST', `/v1/alerts/${alert!.id}/silence`, { until });
    expect(await console_.get<Overview>('/v1/overview')).toMatchObject({ alerts: { open: 0 } });
    await console_.refused(400, 'POST', `/v1/alerts/${alert!.id}/silence`, {
      until: '2020-01-01T00:00:00Z',
    });
  });
});
