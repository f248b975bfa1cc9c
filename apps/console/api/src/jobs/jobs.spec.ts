import { type JobPage } from '@lintel/console-contract';
import { type Job, type JobLogLine, type Schedule } from '@lintel/contracts';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { JobWorker } from '@lintel/data';
import { rm } from 'node:fs/promises';
import { eventually, startTestConsole, type TestConsole } from '../testing/test-console';

const MODEL = 'shop.colours';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
let console_: TestConsole;

beforeAll(async () => {
  console_ = await startTestConsole();
  const folder = await writeColourModel();
  await console_.models.register(MODEL, folder);
  await rm(folder, { recursive: true });
});
afterAll(() => console_.stop());

const ask = (parameters: object = {}): Promise<Job> =>
  console_.send('POST', '/v1/jobs', { kind: 'train', modelName: MODEL, parameters });

describe('a job', () => {
  it('is requested by a person, watched while a trainer runs it, and kept with its result', async () => {
    const asked = await ask({ epochs: 2 });
    expect(asked).toMatchObject({ status: 'queued', vertical: 'shop', requestedBy: 'Ada', reason: 'person' });
    let finish = (): void => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    const worker = new JobWorker({
      queue: console_.models.platform.jobs,
      vertical: 'shop',
      kinds: ['train'],
      workerName: 'trainer-1',
      run: async (_, { report, log }) => {
        report({ ...NOTHING, stage: 'train', share: 0.5, epoch: 1, epochs: 2 });
        log('log', 'half of it');
        await gate;
        return { result: { number: 1 } };
      },
    });
    worker.start();
    const active = await eventually(async () => {
      const job = await console_.get<Job>(`/v1/jobs/${asked.id}`);
      return job.progress !== null && job;
    });
    expect(active).toMatchObject({ status: 'active', worker: 'trainer-1', attempt: 1, progress: { share: 0.5 } });
    finish();
    await eventually(async () => (await console_.get<Job>(`/v1/jobs/${asked.id}`)).status === 'succeeded');
    await worker.stop();
    expect((await console_.get<Job>(`/v1/jobs/${asked.id}`)).result).toEqual({ number: 1 });
    const { lines } = await console_.get<{ lines: JobLogLine[] }>(`/v1/jobs/${asked.id}/log`);
    expect(lines.map(({ text }) => text)).toContain('half of it');
    const later = await console_.get<{ lines: JobLogLine[] }>(
      `/v1/jobs/${asked.id}/log?after=${lines.at(-1)!.sequence}`,
    );
    expect(later.lines).toEqual([]);
  });

  it('is cancelled while it waits, and requested again', async () => {
    const { id } = await ask();
    expect(await console_.send('POST', `/v1/jobs/${id}/cancel`)).toMatchObject({ status: 'cancelled' });
    await console_.refused(409, 'POST', `/v1/jobs/${id}/cancel`);
    const grace = await console_.as({ name: 'Grace', grants: [{ vertical: 'shop', role: 'operator' }] });
    const again = await grace.send<Job>('POST', `/v1/jobs/${id}/retry`);
    expect(again).toMatchObject({ status: 'queued', retryOf: id, requestedBy: 'Grace' });
    await console_.send('POST', `/v1/jobs/${again.id}/cancel`);
  });

  it('is listed newest first, page by page, by status, kind and model', async () => {
    const first = await console_.get<JobPage>('/v1/jobs?limit=1');
    const second = await console_.get<JobPage>(`/v1/jobs?limit=1&cursor=${encodeURIComponent(first.nextCursor!)}`);
    expect(first.items[0]!.createdAt >= second.items[0]!.createdAt).toBe(true);
    expect(first.items[0]!.id).not.toBe(second.items[0]!.id);
    expect((await console_.get<JobPage>('/v1/jobs?status=failed')).items).toEqual([]);
    expect((await console_.get<JobPage>('/v1/jobs?kind=train&modelName=shop.colours')).items.length).toBeGreaterThan(2);
  });

  it.each([
    ['an unknown model', { kind: 'train', modelName: 'shop.none' }, 404],
    ['wrong parameters', { kind: 'train', modelName: MODEL, parameters: { epochs: 0 } }, 400],
    ['parameters that are none', { kind: 'train', modelName: MODEL, parameters: { speed: 1 } }, 400],
    ['an unknown kind', { kind: 'cook', modelName: MODEL }, 400],
  ])('with %s is rejected', async (_, body, status) => {
    await console_.refused(status, 'POST', '/v1/jobs', body);
  });

  it('that does not exist is answered with 404', async () => {
    await console_.refused(404, 'GET', `/v1/jobs/${UNKNOWN}`);
    await console_.refused(400, 'GET', '/v1/jobs/none');
  });
});

describe('a schedule', () => {
  const schedule = {
    name: 'nightly',
    kind: 'train',
    modelName: MODEL,
    parameters: {},
    cron: '30 2 * * *',
    timeZone: 'Europe/Zurich',
    missedRuns: 'run-once',
    enabled: true,
  };

  it('is created with its next runs, changed, switched off and deleted', async () => {
    const made = await console_.send<Schedule>('POST', '/v1/schedules', schedule);
    expect(made).toMatchObject({ vertical: 'shop', createdBy: 'Ada', lastOutcome: null });
    expect(made.nextRuns).toHaveLength(5);
    await console_.refused(409, 'POST', '/v1/schedules', schedule);
    const off = await console_.send<Schedule>('PUT', `/v1/schedules/${made.id}`, { ...schedule, enabled: false });
    expect(off).toMatchObject({ enabled: false, nextRuns: [] });
    expect((await console_.get<{ items: Schedule[] }>('/v1/schedules')).items).toHaveLength(1);
    await console_.send('DELETE', `/v1/schedules/${made.id}`);
    expect((await console_.get<{ items: Schedule[] }>('/v1/schedules')).items).toEqual([]);
  });

  it('of a retention that was deleted can be created again, and its preview can be requested', async () => {
    const retention = { ...schedule, name: 'Retention', kind: 'retain', modelName: 'shop.retention' };
    const made = await console_.send<Schedule>('POST', '/v1/schedules', retention);
    await console_.send('DELETE', `/v1/schedules/${made.id}`);
    expect(await console_.send('POST', '/v1/schedules', retention)).toMatchObject({ vertical: 'shop', kind: 'retain' });
    const preview = { kind: 'retain', modelName: 'shop.retention', parameters: { preview: true } };
    expect(await console_.send('POST', '/v1/jobs', preview)).toMatchObject({ vertical: 'shop', status: 'queued' });
    const vera = await console_.as({ name: 'Vera', grants: [{ vertical: 'clinic', role: 'operator' }] });
    await vera.refused(403, 'POST', '/v1/jobs', preview);
  });

  it('shows its next runs before it is saved, and rejects an invalid time', async () => {
    const { nextRuns } = await console_.send<{ nextRuns: string[] }>('POST', '/v1/schedules/next-runs', {
      cron: '0 12 * * 1',
      timeZone: 'UTC',
    });
    expect(nextRuns).toHaveLength(5);
    expect(nextRuns.every((run) => run.endsWith('T12:00:00.000Z') && new Date(run).getUTCDay() === 1)).toBe(true);
    const wrong = { cron: 'every day', timeZone: 'UTC' };
    expect((await console_.refused(400, 'POST', '/v1/schedules/next-runs', wrong)).cure).toMatch(/\S/);
    await console_.refused(400, 'POST', '/v1/schedules', { ...schedule, timeZone: 'Moon/Crater' });
  });
});

const NOTHING = {
  epoch: null,
  epochs: null,
  loss: null,
  figures: [],
  imagesPerSecond: null,
  secondsLeft: null,
};
