import { createServer, type AddressInfo } from 'node:net';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { createDatabase, isDatabaseReachable, runMigrations, type DatabaseOptions } from './database';
import { EmbeddedPostgres, isDatabaseUnavailable } from '@lintel/streams';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from './orm';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

@Entity('parcel')
class Parcel {
  @PrimaryColumn('int')
  id!: number;
  @Column('text')
  label!: string;
}

class CreateParcel1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE shop.parcel (id int PRIMARY KEY, label text NOT NULL)');
    // Long enough for a second start to arrive in the middle.
    await runner.query('SELECT pg_sleep(0.3)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shop.parcel');
  }
}
class FillParcel1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("INSERT INTO shop.parcel VALUES (1, 'first')");
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM shop.parcel');
  }
}
class Broken1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("INSERT INTO shop.parcel VALUES (2, 'half')");
    await runner.query('SELECT no_such_column FROM shop.parcel');
  }
  async down(): Promise<void> {}
}

let postgres: TestPostgres;
let options: DatabaseOptions;

beforeAll(async () => {
  postgres = await startTestPostgres();
  options = {
    url: postgres.url,
    schema: 'shop',
    entities: [Parcel],
    migrations: [CreateParcel1700000000001, FillParcel1700000000002],
  };
});
afterAll(() => postgres.stop());

describe('the database', () => {
  it('is migrated once when several replicas start at the same time', async () => {
    const runs = await Promise.all([runMigrations(options), runMigrations(options), runMigrations(options)]);
    expect(runs.flat().sort()).toEqual(['CreateParcel1700000000001', 'FillParcel1700000000002']);
    expect(runs.filter((names) => names.length === 0)).toHaveLength(2);

    const database = await createDatabase(options);
    expect(await database.getRepository(Parcel).find()).toEqual([{ id: 1, label: 'first' }]);
    await database.destroy();
  });

  it('keeps nothing of a migration that fails, and lets a corrected one run', async () => {
    await runMigrations(options);
    await expect(runMigrations({ ...options, migrations: [Broken1700000000003] })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      received: expect.stringContaining('no_such_column') as string,
    });
    const database = await createDatabase(options);
    expect(await database.getRepository(Parcel).count()).toBe(1);
    await database.destroy();
    expect(await runMigrations(options)).toEqual([]);
  });

  it('may be started after the service', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lintel-late-'));
    const first = await EmbeddedPostgres.start({ folder: join(folder, 'pg'), durable: false });
    await first.stop();
    const connecting = createDatabase({ ...options, url: first.url, waitMs: 20_000 });
    const late = await EmbeddedPostgres.start({ folder: join(folder, 'pg'), durable: false, port: first.port });
    const database = await connecting;
    expect(await isDatabaseReachable(database)).toBe(true);
    await late.stop();
    expect(await isDatabaseReachable(database)).toBe(false);
    const failure: unknown = await database.query('SELECT 1').catch((error: unknown) => error);
    expect(isDatabaseUnavailable(failure)).toBe(true);
    await database.destroy();
    await rm(folder, { recursive: true });
  });

  it('that never comes up is given up after the time given, with a cure and without the password', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const url = `postgres://someone:secret-word@127.0.0.1:${port}/shop`;
    const startedAt = Date.now();
    const connecting = createDatabase({ ...options, url, waitMs: 500 });
    await expect(connecting).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(Date.now() - startedAt).toBeGreaterThan(250);
    const { message } = (await connecting.catch((error: unknown) => error)) as Error;
    expect(message).toContain(`127.0.0.1:${port}/shop`);
    expect(message).toContain('DATABASE_URL');
    expect(message).not.toContain('secret-word');
  });

  it.each([
    ['a wrong password', (url: string) => url.replace(/:[^:@]+@/, ':wrong@')],
    ['a database that does not exist', (url: string) => url.replace(/[^/]+$/, 'nowhere')],
    ['an invalid address', () => 'mysql://localhost/shop'],
  ])('refuses %s at once', async (_, change) => {
    const startedAt = Date.now();
    const failure = createDatabase({ ...options, url: change(postgres.url), waitMs: 60_000 });
    await expect(failure).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION', retryable: false });
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });
});
