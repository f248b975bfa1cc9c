import { randomUUID } from 'node:crypto';
import { refusal } from '@lintel/contracts/testing/refusal';
import { type JobQueue } from './job-queue';
import { ScheduleClock } from './schedule-clock';
import { Schedules, type NewSchedule } from './schedules';
import { TestQueue } from './testing/open-test-queue';

const nightly: NewSchedule = {
  name: 'nightly',
  kind: 'train',
  vertical: 'shop',
  modelName: 'shop.goods',
  parameters: { epochs: 3 },
  cron: '30 2 * * *',
  timeZone: 'Europe/Zurich',
  missedRuns: 'skip',
  enabled: true,
  createdBy: 'Ada',
};

describe('schedules', () => {
  let test: TestQueue;
  let queue: JobQueue;
  let now: Date;
  let schedules: Schedules;
  let clock: ScheduleClock;

  beforeAll(async () => {
    test = await TestQueue.open();
    queue = test.queue;
    schedules = new Schedules(test.database, () => now);
    clock = new ScheduleClock({ queue, now: () => now });
  });
  beforeEach(() => (now = new Date('2026-10-23T12:00:00Z')));
  afterEach(() => test.clear());
  afterAll(() => test.stop());

  const jobs = async () => (await queue.list({ limit: 100 })).items;
  const tickAt = async (time: string): Promise<void> => {
    now = new Date(time);
    await clock.tick();
  };

  it('say when they run next, across a clock change', async () => {
    const schedule = await schedules.create(nightly);
    expect(schedule).toMatchObject({ ...nightly, lastRunAt: null, lastJobId: null, lastOutcome: null });
    expect(schedule.nextRuns).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
      '2026-10-27T01:30:00.000Z',
      '2026-10-28T01:30:00.000Z',
    ]);
    expect(await schedules.list()).toEqual([schedule]);
    expect(await schedules.list({ vertical: 'clinic' })).toEqual([]);
    expect((await schedules.enable(schedule.id, false)).nextRuns).toEqual([]);
  });

  it('refuse what is wrong, with the reason', async () => {
    const wrong = async (change: Partial<NewSchedule>) => {
      const error = await refusal(() => schedules.create({ ...nightly, ...change }));
      return `${error.code} ${error.problem}`;
    };
    expect(await wrong({ cron: '30 2 * * * *' })).toContain('INVALID_ARGUMENT The cron expression "30 2 * * * *"');
    expect(await wrong({ timeZone: 'Mars/Base' })).toContain('INVALID_ARGUMENT The time zone');
    expect(await wrong({ name: '' })).toContain('INVALID_ARGUMENT The schedule');
    expect(await wrong({ parameters: { epochs: -1 } })).toContain('INVALID_ARGUMENT The parameters');
    await schedules.create(nightly);
    expect(await wrong({})).toBe('CONFLICT The schedule "nightly" already exists.');
    const other = await schedules.create({ ...nightly, vertical: 'clinic' });
    const second = await schedules.create({ ...nightly, name: 'second' });
    expect((await refusal(() => schedules.update(second.id, { name: 'nightly' }))).code).toBe('CONFLICT');
    expect((await refusal(() => schedules.update(second.id, { cron: 'x' }))).code).toBe('INVALID_ARGUMENT');
    await schedules.delete(other.id);
    for (const id of [other.id, randomUUID(), 'nonsense']) {
      for (const work of [() => schedules.get(id), () => schedules.delete(id), () => schedules.enable(id, true)])
        expect((await refusal(work)).code).toBe('NOT_FOUND');
    }
  });

  it('a due run starts one job, however many clocks tick', async () => {
    const { id } = await schedules.create(nightly);
    await tickAt('2026-10-24T00:29:59Z');
    expect(await jobs()).toEqual([]);
    now = new Date('2026-10-24T00:30:00Z');
    const others = Array.from({ length: 5 }, () => new ScheduleClock({ queue, now: () => now }));
    await Promise.all(others.map((other) => other.tick()));
    await clock.tick();
    const [job, ...more] = await jobs();
    expect(more).toEqual([]);
    expect(job).toMatchObject({
      reason: 'schedule',
      requestedBy: 'schedule nightly',
      parameters: { epochs: 3 },
      status: 'queued',
    });
    expect(await schedules.get(id)).toMatchObject({
      lastJobId: job!.id,
      lastOutcome: 'started',
      lastRunAt: '2026-10-24T00:30:00.000Z',
    });
  });

  it('an hour that comes twice starts a nightly job once', async () => {
    await schedules.create(nightly);
    for (let minute = 0; minute < 180; minute += 5) {
      await tickAt(new Date(Date.parse('2026-10-25T00:00:00Z') + minute * 60_000).toISOString());
      for (const { id, status } of await jobs()) if (status === 'queued') await queue.cancel(id, 'Ada');
    }
    expect(await jobs()).toHaveLength(1);
  });

  it('a run is left out while the job before still waits or runs', async () => {
    const { id } = await schedules.create({ ...nightly, cron: '0 * * * *' });
    await tickAt('2026-10-23T13:00:00Z');
    await tickAt('2026-10-23T14:00:01Z');
    const [first, ...none] = await jobs();
    expect(none).toEqual([]);
    expect(await schedules.get(id)).toMatchObject({
      lastOutcome: 'overlap',
      lastJobId: first!.id,
      lastRunAt: '2026-10-23T13:00:00.000Z',
    });
    await queue.cancel(first!.id, 'Ada');
    await tickAt('2026-10-23T14:30:00Z');
    expect(await jobs()).toHaveLength(1);
    await tickAt('2026-10-23T15:00:00Z');
    expect(await jobs()).toHaveLength(2);
    expect((await schedules.get(id)).lastOutcome).toBe('started');
  });

  it('runs that were missed are none, or one for all, as the schedule says', async () => {
    const skip = await schedules.create(nightly);
    const once = await schedules.create({ ...nightly, name: 'once', missedRuns: 'run-once' });
    await tickAt('2026-10-29T10:00:00Z');
    await tickAt('2026-10-29T10:00:01Z');
    expect((await jobs()).map(({ requestedBy }) => requestedBy)).toEqual(['schedule once']);
    expect((await schedules.get(skip.id)).lastOutcome).toBe('missed');
    expect((await schedules.get(skip.id)).lastRunAt).toBeNull();
    expect((await schedules.get(once.id)).lastOutcome).toBe('started');
    await tickAt('2026-10-30T01:30:00Z');
    expect((await schedules.get(skip.id)).lastOutcome).toBe('started');
  });

  it('what fell due while a schedule was not enabled, or by its former time, is not made up for', async () => {
    const { id } = await schedules.create({ ...nightly, missedRuns: 'run-once', enabled: false });
    await tickAt('2026-10-26T12:00:00Z');
    await schedules.enable(id, true);
    await clock.tick();
    expect(await jobs()).toEqual([]);
    now = new Date('2026-10-28T12:00:00Z');
    await schedules.update(id, { cron: '0 4 * * *' });
    await clock.tick();
    expect(await jobs()).toEqual([]);
    await tickAt('2026-10-29T03:00:00Z');
    expect(await jobs()).toHaveLength(1);
  });

  it('one schedule that cannot start does not hold up the others', async () => {
    const broken = await schedules.create({ ...nightly, name: 'broken' });
    await schedules.create(nightly);
    await test.database.query(`UPDATE platform.schedule SET parameters = '{"epochs": -1}' WHERE id = $1`, [broken.id]);
    const errors: unknown[] = [];
    now = new Date('2026-10-24T00:30:00Z');
    await new ScheduleClock({ queue, now: () => now, onError: (error) => errors.push(error) }).tick();
    expect((await jobs()).map(({ requestedBy }) => requestedBy)).toEqual(['schedule nightly']);
    expect(errors).toMatchObject([{ code: 'INVALID_ARGUMENT' }]);
  });

  it('ticks by itself until it is stopped', async () => {
    await schedules.create({ ...nightly, cron: '* * * * *' });
    const own = new ScheduleClock({ queue, now: () => now, tickMs: 20 });
    own.start();
    now = new Date('2026-10-23T12:01:00Z');
    for (const until = Date.now() + 10_000; (await jobs()).length === 0 && Date.now() < until;);
    await own.stop();
    const [job] = await jobs();
    await queue.cancel(job!.id, 'Ada');
    now = new Date('2026-10-23T12:02:00Z');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await jobs()).toHaveLength(1);
  });
});
