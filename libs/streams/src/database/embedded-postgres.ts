import { LintelError } from '@lintel/contracts';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { preparePostgresPlace, type PostgresPlace } from './postgres-account';
import { locatePostgresBinaries } from './postgres-binaries';
import { findPostmaster, type Postmaster } from './postmaster';

export interface EmbeddedPostgresOptions {
  /** The folder of the cluster and its password. Created if it does not exist. */
  readonly folder: string;
  /** Created if it does not exist. Default: `lintel`. */
  readonly database?: string;
  /** Default: a free port, chosen at every start. */
  readonly port?: number;
  /** False trades durability for speed, for tests only. Default: true. */
  readonly durable?: boolean;
  /** Default: 60,000. */
  readonly timeoutMs?: number;
}

const USER = 'lintel';
/**
 * Runs the server as a child of a shell that also waits for this process to close a pipe. When this process ends, for
 * whatever reason, the pipe closes and the server shuts down, even after kill -9.
 */
const STOP_WITH_PARENT = `"$@" 3<&- & server=$!
{ read -r _ <&3; kill -INT $server; } & watcher=$!
exec 3<&-
wait $server; code=$?
kill $watcher 2>/dev/null
exit $code`;

/** A real PostgreSQL server from npm, on 127.0.0.1, for machines without one. */
export class EmbeddedPostgres {
  private constructor(
    /** Connection string of the database, with its password. */
    readonly url: string,
    readonly port: number,
    /** The folder of the cluster; not always `options.folder` when root starts it. */
    readonly folder: string,
    /** True if a server of this folder was already running. */
    readonly reused: boolean,
    private readonly postmaster: Postmaster,
    private readonly child: ChildProcess | undefined,
  ) {}

  /**
   * Initialises the cluster on the first start; reuses a server that is already running on the folder.
   * @throws LintelError TOOL_MISSING if there are no binaries for this platform, SERVICE_UNAVAILABLE if the server does
   *   not start
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const place = await preparePostgresPlace(options.folder, await locatePostgresBinaries());
    const cluster = join(place.folder, 'cluster');
    const password = await initialise(place, cluster);
    const database = options.database ?? 'lintel';
    const url = (port: number, name: string): string => `postgres://${USER}:${password}@127.0.0.1:${port}/${name}`;

    const timeoutMs = options.timeoutMs ?? 60_000;
    const running = await settled(cluster, timeoutMs);
    if (running !== undefined) {
      await ensureDatabase(url(running.port, 'postgres'), database);
      return new EmbeddedPostgres(url(running.port, database), running.port, place.folder, true, running, undefined);
    }
    // The process has ended, or its id now belongs to another program.
    await rm(join(cluster, 'postmaster.pid'), { force: true });

    const port = options.port ?? (await freePort());
    const child = launch(place, cluster, port, options.durable ?? true);
    const postmaster = await ready(child, cluster, timeoutMs);
    await ensureDatabase(url(port, 'postgres'), database);
    return new EmbeddedPostgres(url(port, database), port, place.folder, false, postmaster, child);
  }

  /** False once the server has ended, by `stop` or by itself. */
  isAlive(): boolean {
    return this.postmaster.alive();
  }

  /** Closes open connections and shuts the server down, whether it was started or reused. */
  async stop(): Promise<void> {
    try {
      process.kill(this.postmaster.pid, 'SIGINT');
    } catch {
      // Already gone.
    }
    // The shell around a server started here ends right after it.
    const gone = () => !this.postmaster.alive() && (this.child === undefined || this.child.exitCode !== null);
    for (const until = Date.now() + 30_000; !gone() && Date.now() < until;) await delay(20);
    this.child?.stdio[3]?.destroy();
  }
}

/** @returns the password of the superuser */
async function initialise({ account, folder, binaries }: PostgresPlace, cluster: string): Promise<string> {
  const passwordFile = join(folder, 'password');
  if (await stat(cluster).catch(() => undefined)) return (await readFile(passwordFile, 'utf8')).trim();

  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
  // Renamed when complete: an interrupted first start leaves no partial cluster.
  const partial = `${cluster}.partial`;
  await rm(partial, { recursive: true, force: true });
  const options = ['--auth=scram-sha-256', `--username=${USER}`, '--encoding=UTF8', '--locale=C', '--no-instructions'];
  // The same sort order and case mapping on every machine, whatever its locales.
  options.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  try {
    await promisify(execFile)(
      join(binaries, 'bin', 'initdb'),
      [`--pgdata=${partial}`, `--pwfile=${passwordFile}`, ...options],
      { ...account, cwd: folder },
    );
  } catch (cause) {
    throw new LintelError('SERVICE_UNAVAILABLE', {
      problem: `PostgreSQL could not create its files in ${folder}.`,
      received: (cause as { stderr?: string }).stderr?.trim() || String(cause),
      cure: 'Free disk space or give write permission on the folder, or set DATABASE_URL to another server.',
      cause,
    });
  }
  await rename(partial, cluster);
  return password;
}

function launch({ account, folder, binaries }: PostgresPlace, cluster: string, port: number, durable: boolean) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [join(binaries, 'bin', 'postgres'), '-D', cluster, ...flags];
  // Detached: Ctrl-C in a terminal reaches only this process, so that the apps stop before their database.
  return spawn('sh', ['-c', STOP_WITH_PARENT, 'sh', ...server], {
    ...account,
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
}

/** Waits while a server on the cluster is starting or shutting down. */
async function settled(cluster: string, timeoutMs: number): Promise<Postmaster | undefined> {
  for (const until = Date.now() + timeoutMs; Date.now() < until; await delay(50)) {
    const running = await findPostmaster(cluster);
    if (running === undefined || running.ready) return running;
  }
  throw new LintelError('SERVICE_UNAVAILABLE', {
    problem: `A PostgreSQL server runs on ${cluster} but accepts no connections.`,
    cure: 'Stop that server (its process id is the first line of postmaster.pid there), then start again.',
    retryable: true,
  });
}

async function ready(child: ChildProcess, cluster: string, timeoutMs: number): Promise<Postmaster> {
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-2_000)));
  for (const until = Date.now() + timeoutMs; child.exitCode === null && Date.now() < until; await delay(20)) {
    const postmaster = await findPostmaster(cluster);
    if (!postmaster?.ready) continue;
    // The server must not keep a finished script alive.
    child.unref();
    for (const stream of [child.stderr, child.stdio[3]]) (stream as { unref?: () => void } | null)?.unref?.();
    return postmaster;
  }
  child.stdio[3]?.destroy();
  throw new LintelError('SERVICE_UNAVAILABLE', {
    problem: 'The embedded PostgreSQL did not start.',
    expected: `a server that is ready within ${timeoutMs / 1000} s`,
    received: log.trim() || `no message, exit code ${child.exitCode ?? 'none yet'}`,
    cure: `Read the message above; if the cluster is damaged, move ${cluster} away and start again.`,
    retryable: true,
  });
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
