import { inEnglish, message, type GateReport, writeFigure } from '@lintel/contracts';
import { JobWorker, LabelledPictures, PLATFORM_RETENTION, runRetention, Schedules } from '@lintel/data';
import { openSubjectData } from '@lintel/service';
import sharp from 'sharp';
import { COLOURS, startConsole, type RunningConsole } from './running-console';

export const UNTRAINED = 'shop.sizes';

/** A console with content on every page: a refused version, alerts, failed jobs, labels, schedules. */
export async function startSeededConsole(): Promise<RunningConsole> {
  const console_ = await startConsole();
  const { registry } = console_.models.platform;
  const [second, first] = await registry.versions(COLOURS);
  await registry.recordGates(second!.id, refusal(first!.id));
  await registry.declareModel({
    name: COLOURS,
    vertical: 'shop',
    title: 'Colours',
    gatePolicy: {},
    loopPolicy: {},
    description: {
      intendedUse: 'Names a colour.',
      limits: [],
      translations: {
        'zh-CN': {
          title: '颜色识别',
          intendedUse: '识别颜色。',
          limits: ['只认识纯色。'],
          names: { red: '红色', green: '绿色', blue: '蓝色', yellow: '黄色', magenta: '品红', cyan: '青色' },
        },
      },
      training: {
        architecture: 'two-conv',
        architectures: ['two-conv', 'three-conv', 'residual-cnn'],
        epochs: 6,
        batchSize: 128,
        precision: 'float32',
        seed: 1,
      },
    },
  });
  await registry.declareModel({ name: UNTRAINED, vertical: 'shop', title: 'Sizes', gatePolicy: {}, loopPolicy: {} });
  await failTraining(console_);
  await addAlerts(console_);
  await addLabel(console_);
  await addRetention(console_);
  return console_;
}

function refusal(championId: string): GateReport {
  const share = (value: number): string => writeFigure({ key: 'accuracy', unit: 'share' }, value);
  const expected = [message('gate.gain.expected-better', { gain: share(0) })];
  const received = [
    message('gate.gain.received', { gain: share(-0.021), low: share(-0.04), high: share(-0.002), examples: 600 }),
  ];
  const reason = [
    message('gate.gain.below', { challenger: share(0.81), champion: share(0.831), loss: share(0.021) }),
    message('gate.gain.needs-better', { gain: share(0) }),
  ];
  return {
    passed: false,
    decidedAt: new Date().toISOString(),
    championId,
    gates: [
      {
        name: 'better-than-champion',
        passed: false,
        expected: expected.map(inEnglish).join(', '),
        received: received.map(inEnglish).join(' '),
        reason: reason.map(inEnglish).join(' '),
        messages: { expected, received, reason },
      },
    ],
    comparison: null,
  };
}

/** Runs the jobs of the shop as its trainer would: a training fails. */
function work(console_: RunningConsole, kinds: ['train'] | ['retain']): JobWorker {
  const { database, jobs } = console_.models.platform;
  const worker = new JobWorker({
    queue: jobs,
    vertical: 'shop',
    kinds,
    workerName: 'test trainer',
    async run(job, { signal }) {
      if (job.kind === 'train') throw Object.assign(new Error('no memory left'), { name: 'RangeError' });
      const preview = job.parameters['preview'] === true;
      const removed = await runRetention({ database, vertical: 'shop', rules: PLATFORM_RETENTION, signal, preview });
      return { result: { preview, removed } };
    },
  });
  worker.start();
  return worker;
}

/** A trainer that runs retention jobs until it is stopped. */
export const startRetainer = (console_: RunningConsole): JobWorker => work(console_, ['retain']);

async function failTraining(console_: RunningConsole): Promise<void> {
  const { jobs } = console_.models.platform;
  const request = { kind: 'train', vertical: 'shop', modelName: UNTRAINED, parameters: {} } as const;
  const job = await jobs.enqueue({ ...request, requestedBy: 'test', reason: 'first-model', maxAttempts: 1 });
  const worker = work(console_, ['train']);
  while ((await jobs.get(job.id)).status !== 'failed') await new Promise((resolve) => setTimeout(resolve, 100));
  await worker.stop();
}

async function addAlerts({ models }: RunningConsole): Promise<void> {
  for (const window of ['1', '2']) {
    await models.platform.alerts.raise({
      key: `drift/${COLOURS}`,
      kind: 'drift',
      severity: 'warning',
      vertical: 'shop',
      subject: COLOURS,
      title: message('alert.drift.title', { model: COLOURS }),
      detail: [
        message('alert.drift.measure', { measure: 'brightness', psi: 0.41 }),
        message('alert.drift.examples', { examples: 300 }),
      ],
      occurrence: window,
    });
  }
}

async function addLabel({ models }: RunningConsole): Promise<void> {
  const { database, artifacts, labels } = models.platform;
  const { vault } = await openSubjectData('shop', models.platform, { DATA_KEY: models.environment.DATA_KEY });
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const inputSha256 = await new LabelledPictures(database, artifacts, vault).put(picture, await vault.sealer('ada'));
  await labels.add({
    modelName: COLOURS,
    predictionId: 'picture 1',
    task: 'image-classification',
    inputSha256,
    predicted: { className: 'magenta' },
    target: { className: 'red' },
    author: 'Ada',
    givenAt: new Date().toISOString(),
    eventId: 'label 1',
  });
}

async function addRetention({ models }: RunningConsole): Promise<void> {
  const { database } = models.platform;
  await new Schedules(database).ensure({
    name: 'Retention',
    kind: 'retain',
    vertical: 'shop',
    modelName: 'shop.retention',
    parameters: {},
    cron: '17 3 * * *',
    timeZone: 'UTC',
    missedRuns: 'run-once',
    enabled: false,
    createdBy: 'test',
  });
  await database.query(
    `INSERT INTO platform.drift_window (model_name, version_id, start_at, end_at, window_state)
     SELECT $1, gen_random_uuid(), now() - interval '200 days', now() - interval '199 days', '{}'::jsonb
     FROM generate_series(1, 12)`,
    [COLOURS],
  );
}
