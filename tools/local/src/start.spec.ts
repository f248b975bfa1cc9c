import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConnections } from './connections';
import { hasEnded } from './testing/has-ended';

// The builds are in the cache of Nx when `npm test` runs this; alone, it has to build.
jest.setTimeout(600_000);

const ROOT = join(__dirname, '..', '..', '..');
let dataDir: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lintel-start-'));
  // PostgreSQL, which does not run as root, puts its files there as well.
  chmodSync(dataDir, 0o755);
});
afterAll(async () => {
  for (const child of started) child.kill('SIGTERM');
  for (const child of started) await hasEnded(child.pid ?? 0);
  rmSync(dataDir, { recursive: true, force: true });
});

/** `npm start` with its own data, without training. */
function start(program = [process.execPath, join(ROOT, 'tools', 'local', 'start.mjs')]): {
  child: ChildProcess;
  output: () => string;
  says: (text: RegExp) => Promise<RegExpExecArray>;
} {
  const [command = '', ...args] = [...program, '--data-dir', dataDir, '--port', '0', '--no-train'];
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const says = async (text: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = text.exec(output);
      if (found !== null) return found;
      if (child.exitCode !== null) throw new Error(`it ended and never said ${String(text)}:\n${output}`);
      await sleep(50);
    }
  };
  return { child, output: () => output, says };
}

function treeOf(pid: number): number[] {
  const pairs = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...children(child)]);
  return [pid, ...children(pid)];
}

describe('npm start', () => {
  it('serves the page and the API, refers a second start to the first, and leaves no process behind', async () => {
    const first = start();
    const url = (await first.says(/http:\/\/localhost:\d+/))[0].replace('localhost', '127.0.0.1');
    await first.says(/Ctrl-C stops everything/);
    expect((await fetch(url)).headers.get('content-type')).toMatch('text/html');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const [, password = ''] = await first.says(/sign-in name {2}admin\n {4}password {6}(\S+)/);
    const signedIn = await fetch(`${url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signInName: 'admin', password }),
    });
    expect(await signedIn.json()).toMatchObject({ mustChangePassword: true });
    expect((await fetch(`${url}/v1/no-such-thing`)).status).toBe(404);

    expect(readConnections(dataDir)).toMatchObject({
      // The shop and the console.
      apps: [expect.stringMatching(/^http:/) as string, expect.stringMatching(/^http:/) as string],
    });

    const second = start();
    await new Promise((resolve) => second.child.once('close', resolve));
    expect(second.child.exitCode).toBe(1);
    expect(second.output()).toMatch(
      new RegExp(`is already running on .*process ${first.child.pid}.*serving http://localhost:`),
    );

    const tree = treeOf(first.child.pid ?? 0);
    expect(tree.length).toBeGreaterThan(4);
    first.child.kill('SIGTERM');
    await first.says(/stopped/);
    for (const pid of tree) expect(await hasEnded(pid)).toBe(true);
    expect(readConnections(dataDir)).toBeUndefined();
    // It drained: neither the app nor the database was killed.
    expect(first.output()).not.toMatch('killed');
    expect(readFileSync(join(dataDir, 'logs', 'database.log'), 'utf8')).not.toMatch(/error/i);
  });

  it('stops by itself when the npm that started it is killed with kill -9', async () => {
    const npm = start(['npm', 'start', '--']);
    await npm.says(/Ctrl-C stops everything/);
    // Only the first start shows a password.
    expect(npm.output()).not.toMatch('first administrator');
    const tree = treeOf(npm.child.pid ?? 0);
    expect(tree.length).toBeGreaterThan(4);
    npm.child.kill('SIGKILL');
    for (const pid of tree) expect(await hasEnded(pid)).toBe(true);
  });

  it('lists its options', () => {
    const help = execFileSync(process.execPath, [join(ROOT, 'tools', 'local', 'start.mjs'), '--help'], {
      encoding: 'utf8',
    });
    for (const option of ['--port', '--data-dir', '--no-train', '--kafka', 'DATABASE_URL', 'KAFKA_BROKERS'])
      expect(help).toContain(option);
  });
});
