import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { JobQueue, openPlatformDatabase } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { type App } from './app';
import { showFirstModel } from './first-model';
import { type Steps } from './steps';

let postgres: TestPostgres;
let server: Server;
let stage = 'waiting';
let served = false;
/** Resolves when the state was requested the second time. */
let asked: Promise<void>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  let times = 0;
  let tellAsked = (): void => undefined;
  asked = new Promise((resolve) => (tellAsked = resolve));
  server = createServer((_, response) => {
    if ((times += 1) === 2) tellAsked();
    const preparation = served ? null : { stage, share: null, secondsLeft: null };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ served, preparation }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await postgres.stop();
});

/** The real steps are plain JavaScript that a test in TypeScript can't load; these print the same two kinds of line. */
function recordingSteps(): { steps: Steps; lines: string[] } {
  const lines: string[] = [];
  const steps: Steps = {
    say: (line) => lines.push(line),
    async step(label, doing, work, done) {
      let detail = doing;
      try {
        const result = await work((text) => (detail = text));
        lines.push(`✓ ${label} ${done?.(result) ?? doing}`);
        return result;
      } catch (error) {
        lines.push(`✗ ${label} ${detail}`);
        throw error;
      }
    },
  };
  return { steps, lines };
}

function show(steps: Steps): Promise<void> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = { vertical: { name: 'shop' }, url, environment: { DATABASE_URL: postgres.url } } as unknown as App;
  const trainerEnded = new Promise<void>(() => undefined);
  return showFirstModel(app, { steps, signal: new AbortController().signal, trainerEnded, trainerLog: 'shop.log' });
}

describe('the line about the first model', () => {
  it('never shows ✓ for a training that failed, and says why it failed and what to do', async () => {
    const database = await openPlatformDatabase(postgres.url, { poolSize: 1 });
    const jobs = await JobQueue.open(database, postgres.url);
    const request = { kind: 'train', vertical: 'shop', modelName: 'shop.things', parameters: {} } as const;
    const { id } = await jobs.enqueue({ ...request, requestedBy: 'first start', reason: 'first-model' });
    const { steps, lines } = recordingSteps();
    const shown = show(steps);
    await asked;
    const error = { code: 'INTERNAL', problem: 'The disk is full.', cure: 'Free some space.' };
    await database.query(
      `UPDATE platform.job SET status = 'failed', error = $2::jsonb, ended_at = clock_timestamp() WHERE id = $1`,
      [id, JSON.stringify(error)],
    );
    stage = 'failed';
    await shown;
    await database.destroy();
    expect(lines[0]).toBe('✗ first model shop: the training failed. The disk is full.');
    expect(lines.join('\n')).toContain('Free some space.');
    expect(lines.join('\n')).not.toContain('✓');
  });

  it('shows ✓ when the model answers', async () => {
    stage = 'training';
    const { steps, lines } = recordingSteps();
    const shown = show(steps);
    setTimeout(() => (served = true), 100);
    await shown;
    expect(lines).toEqual([expect.stringMatching(/^✓ first model shop: served at http/)]);
  });
});
