import { AuditTrail, openPlatformDatabase, type DataSource } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { lintel, type Outcome } from '../testing/lintel';
import { temporaryFolder } from '../testing/picture-folder';

const folder = temporaryFolder();
let postgres: TestPostgres;
let database: DataSource;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await database?.destroy();
  await postgres.stop();
});

const run = (...args: string[]): Promise<Outcome> =>
  lintel({ cacheDir: folder, environment: { DATABASE_URL: postgres.url } }, 'audit', ...args);
interface Verified {
  readonly intact: boolean;
  readonly head: { readonly sequence: number; readonly hash: string };
}

describe('lintel audit', () => {
  it('says so if there is no trail, and changes nothing', async () => {
    const { exitCode, stderr } = await run('verify');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('This database has no audit trail.')]);
    database = await openPlatformDatabase(postgres.url);
    expect((await run('verify')).stdout).toContain('has no entries yet');
    expect((await run('list')).stdout).toContain('There are no such entries.');
  });

  it('lists the selected entries, newest first', async () => {
    const trail = new AuditTrail(database);
    for (const name of ['Ada', 'Grace', 'Ada']) {
      await trail.append({
        actor: { kind: 'person', id: name.toLowerCase(), name },
        action: 'model.promoted',
        subject: { kind: 'model', id: 'shop.goods' },
        vertical: 'shop',
        outcome: name === 'Ada' ? 'done' : 'refused',
        reason: 'It is better.',
        correlationId: 'c-1',
        details: {},
      });
    }
    expect((await run('list')).stdout).toMatch(
      /3 .*Ada[\s\S]*2 .*Grace +model\.promoted +model shop\.goods +shop +refused/,
    );
    expect((await run('list', '--actor', 'Grace', '--json')).json).toMatchObject({ entries: [{ sequence: 2 }] });
    expect((await run('list', '--outcome', 'failed')).stdout).toContain('no such entries');
    expect((await run('list', '--limit', '1')).stdout).toContain('Older entries: --before 3');
    expect((await run('list', '--before', '3', '--json')).json).toMatchObject({ entries: [{ sequence: 2 }, {}] });
    expect((await run('list', '--outcome', 'lost')).exitCode).toBe(2);
  });

  it('proves that the trail is intact, and with a head kept elsewhere that nothing was cut off', async () => {
    const intact = await run('verify', '--json');
    expect(intact).toMatchObject({ exitCode: 0, json: { intact: true, entries: 3, head: { sequence: 3 } } });
    const { head } = intact.json as unknown as Verified;
    const expected = `${head.sequence}:${head.hash}`;
    expect((await run('verify')).stdout).toContain(`head: ${expected}`);
    expect((await run('verify', '--expect', expected)).exitCode).toBe(0);
    expect((await run('verify', '--expect', '3:nothing')).exitCode).toBe(2);
    await tamper('DELETE FROM platform.audit_entry WHERE sequence = 3');
    expect((await run('verify')).exitCode).toBe(0);
    const cut = await run('verify', '--expect', expected);
    expect([cut.exitCode, cut.stdout]).toEqual([1, expect.stringMatching(/broken at entry 3\. The end is cut off/)]);
  });

  it('names the first row that was tampered with, and exits with 1', async () => {
    await tamper("UPDATE platform.audit_entry SET outcome = 'done' WHERE sequence = 2");
    const { exitCode, stdout } = await run('verify');
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining('The audit trail is broken at entry 2. Its content'),
    ]);
    expect(await run('verify', '--json')).toMatchObject({
      exitCode: 1,
      json: { command: 'audit verify', intact: false, entries: 1, head: null, broken: { sequence: 2 } },
    });
  });
});

async function tamper(statement: string): Promise<void> {
  await database.query('ALTER TABLE platform.audit_entry DISABLE TRIGGER ALL');
  await database.query(statement);
  await database.query('ALTER TABLE platform.audit_entry ENABLE TRIGGER ALL');
}
