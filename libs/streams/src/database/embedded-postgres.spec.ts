import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgres } from './embedded-postgres';
import { preparePostgresPlace } from './postgres-account';
import { locatePostgresBinaries } from './postgres-binaries';

jest.setTimeout(120_000);

let folder: string;
const opened: EmbeddedPostgres[] = [];
/** The folders of the servers; those of root may be outside the temporary folder. */
const places = new Set<string>();
const start = async (): Promise<EmbeddedPostgres> => {
  const server = await EmbeddedPostgres.start({ folder: join(folder, 'postgres'), durable: false });
  opened.push(server);
  return server;
};
const ask = async (url: string, sql: string): Promise<unknown> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows[0] === undefined ? undefined : Object.values(rows[0])[0];
};
const pidOf = (server: EmbeddedPostgres): number =>
  Number(readFileSync(join(server.folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
const gone = async (pid: number): Promise<boolean> => {
  for (let waitedMs = 0; alive(pid) && waitedMs < 15_000; waitedMs += 50) await delay(50);
  return !alive(pid);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-embedded-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const server of opened.splice(0)) {
    await server.stop();
    places.add(server.folder);
  }
});
afterAll(() => {
  for (const place of [folder, ...places]) rmSync(place, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('keeps its rows over a stop and a new start, and leaves no process behind', async () => {
    const first = await start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = pidOf(first);
    await first.stop();
    expect(alive(pid)).toBe(false);

    const second = await start();
    expect(second.reused).toBe(false);
    expect(await ask(second.url, 'SELECT answer FROM kept')).toBe(42);
  });

  it('is reused, not started twice, if it is already running', async () => {
    const first = await start();
    const second = await start();
    expect(second.reused).toBe(true);
    expect(second.port).toBe(first.port);
    const pid = pidOf(first);
    await second.stop();
    expect(alive(pid)).toBe(false);
  });

  it('starts over a postmaster.pid whose number belongs to another program now', async () => {
    const first = await start();
    const pidFile = join(first.folder, 'cluster', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await first.stop();
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    expect(await ask((await start()).url, 'SELECT 1')).toBe(1);
  });

  it('asks for its password, listens on the loopback address alone, and hides the password from other users', async () => {
    const server = await start();
    await expect(ask(server.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    expect(await ask(server.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(statSync(join(server.folder, 'password')).mode & 0o077).toBe(0);
  });

  it('orders and folds text the same on every machine', async () => {
    const { url } = await start();
    expect(await ask(url, "SELECT upper('é ä ж')")).toBe('É Ä Ж');
  });

  it('stops when the process that started it is killed with kill -9', async () => {
    const script = `
      const { EmbeddedPostgres } = require(${JSON.stringify(join(__dirname, 'embedded-postgres.ts'))});
      const options = { folder: ${JSON.stringify(join(folder, 'postgres'))}, durable: false };
      EmbeddedPostgres.start(options).then((server) => console.log(server.folder));
      setInterval(() => {}, 1000);`;
    const register = join(__dirname, '../../../../typescript-register.cjs');
    const parent = spawn(process.execPath, ['--conditions=@lintel/source', '--require', register, '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const place = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (line: Buffer) => resolve(line.toString().trim())),
    );
    const pid = Number(readFileSync(join(place, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const wasAlive = alive(pid);
    parent.kill('SIGKILL');
    expect(wasAlive).toBe(true);
    expect(await gone(pid)).toBe(true);
  });

  it('says what PostgreSQL said when the cluster cannot start', async () => {
    const first = await start();
    const configuration = join(first.folder, 'cluster', 'postgresql.conf');
    const good = readFileSync(configuration, 'utf8');
    await first.stop();
    writeFileSync(configuration, `${good}\nno_such_setting = 1\n`);
    await expect(start()).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      received: expect.stringContaining('no_such_setting') as string,
    });
    writeFileSync(configuration, good);
  });

  it('moves to a folder that its account can reach when root starts it in a closed one', async () => {
    const closed = join(folder, 'closed');
    const elsewhere = join(folder, 'elsewhere');
    execFileSync('mkdir', ['-m', '700', closed]);
    const place = await preparePostgresPlace(join(closed, 'postgres'), await locatePostgresBinaries(), elsewhere);
    const isRoot = process.getuid?.() === 0;
    expect(place.folder.startsWith(isRoot ? elsewhere : closed)).toBe(true);
    expect(existsSync(join(place.binaries, 'bin', 'postgres'))).toBe(true);
    expect(place.account === undefined).toBe(!isRoot);
  });
});
