import { LintelError, type Approval } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { approvalAction } from './approval-action';
import { Approvals } from './approvals';

let postgres: TestPostgres;
let database: DataSource;
let approvals: Approvals;
let now = new Date('2026-03-01T10:00:00Z');
let subjects = 0;

const ada = { kind: 'person', id: 'a-1', name: 'Ada' } as const;
const grace = { kind: 'person', id: 'a-2', name: 'Grace' } as const;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  await database.query('CREATE TABLE done (what text NOT NULL)');
  approvals = new Approvals(database, { now: () => now });
  approvals.register(
    approvalAction({
      name: 'thing.do',
      done: 'thing.done',
      permission: 'models:promote',
      place: 'vertical',
      payload: z.object({ what: z.string(), trouble: z.string().optional() }),
      async run({ what, trouble }, { transaction }) {
        await transaction.query('INSERT INTO done VALUES ($1)', [what]);
        if (trouble === 'slow') return void (await transaction.query('SELECT pg_sleep(0.3)'));
        if (trouble === 'refused') throw new LintelError('CONFLICT', { problem: 'It is too late.', cure: '-' });
        if (trouble !== undefined) throw new Error(trouble);
      },
    }),
  );
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

async function ask(payload: object = {}, id = `thing-${subjects++}`): Promise<Approval> {
  const what = { action: 'thing.do', vertical: 'shop', subject: { kind: 'thing', id }, summary: 'Do it' };
  return approvals.request({ ...what, reason: 'Because.', payload: { what: id, ...payload }, requestedBy: ada });
}
async function timesDone({ subject }: Approval): Promise<number> {
  const rows = await database.query<unknown[]>('SELECT 1 FROM done WHERE what = $1', [subject.id]);
  return rows.length;
}

describe('an approval', () => {
  it('waits for 72 hours, and is done when another person agrees', async () => {
    const asked = await ask();
    expect(asked).toMatchObject({
      state: 'waiting',
      requestedBy: { id: 'a-1', name: 'Ada' },
      requestedAt: '2026-03-01T10:00:00.000Z',
      expiresAt: '2026-03-04T10:00:00.000Z',
      decidedBy: null,
    });
    expect(await timesDone(asked)).toBe(0);
    const approved = await approvals.approve(asked.id, { by: grace, note: 'Seen.' });
    expect(approved).toMatchObject({ state: 'approved', decidedBy: { name: 'Grace' }, note: 'Seen.' });
    expect(await approvals.get(asked.id)).toEqual(approved);
    expect(await timesDone(asked)).toBe(1);
  });

  it('is never given by the requester or by a machine', async () => {
    const asked = await ask();
    expect((await refusal(() => approvals.approve(asked.id, { by: ada }))).code).toBe('NOT_PERMITTED');
    const robot = { kind: 'machine', id: 'k-1', name: 'robot' } as const;
    expect((await refusal(() => approvals.approve(asked.id, { by: robot }))).code).toBe('NOT_PERMITTED');
    expect(await approvals.get(asked.id)).toEqual(asked);
    expect(await timesDone(asked)).toBe(0);
    // The table refuses it as well.
    const forged = `UPDATE platform.approval SET state = 'approved', decided_by_id = 'a-1' WHERE id = $1`;
    await expect(database.query(forged, [asked.id])).rejects.toThrow('check constraint');
  });

  it('given by many at once is done once', async () => {
    const asked = await ask({ trouble: 'slow' });
    const people = Array.from({ length: 8 }, (_, index) => ({ ...grace, id: `p-${index}` }));
    const outcomes = await Promise.allSettled(people.map((by) => approvals.approve(asked.id, { by })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((each) => (each.status === 'rejected' ? [(each.reason as LintelError).code] : []));
    expect(new Set(codes)).toEqual(new Set(['CONFLICT']));
    expect(await timesDone(asked)).toBe(1);
  });

  it('rejected is not done, and cannot be approved any more', async () => {
    const asked = await ask();
    const rejected = await approvals.reject(asked.id, { by: grace, note: 'No.' });
    expect(rejected).toMatchObject({ state: 'rejected', note: 'No.' });
    expect((await refusal(() => approvals.approve(asked.id, { by: grace }))).code).toBe('CONFLICT');
    expect(await timesDone(asked)).toBe(0);
  });

  it('can be withdrawn by the requester', async () => {
    expect((await approvals.reject((await ask()).id, { by: ada })).state).toBe('rejected');
  });

  it('expires: it can then no longer be approved, but requested again', async () => {
    const asked = await ask();
    const asOf = now;
    now = new Date(asked.expiresAt);
    expect((await approvals.get(asked.id)).state).toBe('expired');
    const refused = await refusal(() => approvals.approve(asked.id, { by: grace }));
    expect([refused.code, refused.problem]).toEqual(['CONFLICT', 'This request expired before it was decided.']);
    expect(await timesDone(asked)).toBe(0);
    const again = await ask({}, asked.subject.id);
    expect((await approvals.list({ subject: asked.subject.id, limit: 10 })).map(({ state }) => state)).toEqual([
      'waiting',
      'expired',
    ]);
    await approvals.reject(again.id, { by: grace });
    now = asOf;
  });

  it('of what cannot be done any more fails, says why, and leaves nothing half done', async () => {
    const asked = await ask({ trouble: 'refused' });
    const failed = await approvals.approve(asked.id, { by: grace, note: 'Seen.' });
    expect(failed).toMatchObject({ state: 'failed', note: 'Seen.\nIt is too late.', decidedBy: { name: 'Grace' } });
    expect(await timesDone(asked)).toBe(0);
  });

  it('still waits where something unforeseen went wrong', async () => {
    const asked = await ask({ trouble: 'the cable' });
    await expect(approvals.approve(asked.id, { by: grace })).rejects.toThrow('the cable');
    expect((await approvals.get(asked.id)).state).toBe('waiting');
    expect(await timesDone(asked)).toBe(0);
  });

  it('commits together with its event, or not at all', async () => {
    const asked = await ask();
    const told: string[] = [];
    const also = async (transaction: { query(sql: string): Promise<unknown> }, { state }: Approval): Promise<void> => {
      told.push(state);
      await transaction.query('SELECT 1 / 0');
    };
    await expect(approvals.approve(asked.id, { by: grace, also })).rejects.toThrow('division');
    expect(told).toEqual(['approved']);
    expect((await approvals.get(asked.id)).state).toBe('waiting');
    expect(await timesDone(asked)).toBe(0);
  });
});

describe('asking', () => {
  it('for two things about one subject is refused while the first one waits', async () => {
    const asked = await ask();
    const refused = await refusal(() => ask({}, asked.subject.id));
    expect(refused.code).toBe('CONFLICT');
    await approvals.reject(asked.id, { by: grace });
    expect((await ask({}, asked.subject.id)).state).toBe('waiting');
  });

  it('for an unknown action or an invalid payload is refused', async () => {
    expect((await refusal(() => ask({ what: 3 }))).code).toBe('INVALID_ARGUMENT');
    const unknown = { action: 'thing.undo', vertical: 'shop', subject: { kind: 'thing', id: 'x' }, summary: '' };
    const request = { ...unknown, reason: null, payload: {}, requestedBy: ada };
    expect((await refusal(() => approvals.request(request))).code).toBe('INVALID_ARGUMENT');
    expect((await refusal(() => approvals.get('x'))).code).toBe('NOT_FOUND');
  });
});

it('lists what waits, or all of it, newest first', async () => {
  await database.query('DELETE FROM platform.approval');
  const [first, second] = [await ask(), await ask()];
  now = new Date(now.getTime() + 1_000);
  const third = await ask();
  await approvals.reject(second.id, { by: grace });
  const waiting = await approvals.list({ state: 'waiting', limit: 10 });
  expect(waiting.map(({ id }) => id)).toEqual([third.id, first.id]);
  expect(await approvals.list({ limit: 10 })).toHaveLength(3);
});
