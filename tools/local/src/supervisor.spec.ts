import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Program } from './program';
import { Supervisor } from './supervisor';
import { hasEnded, isRunning } from './testing/has-ended';

const ROOT = join(__dirname, '..', '..', '..');
const FAST_RESTART = { attempts: 3, firstDelayMs: 10, longestDelayMs: 20, stableAfterMs: 60_000 };

let folder: string;
let said: string[];
let supervisor: Supervisor;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-supervisor-'));
  said = [];
  supervisor = new Supervisor(join(folder, 'logs'), (line) => said.push(line));
});
afterEach(async () => {
  supervisor.kill();
  await supervisor.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a fake program; it may use `note(text)`, which adds a line to the journal. */
function program(name: string, source: string, more: Partial<Program> = {}): Program {
  const script = join(folder, `${name}.js`);
  const journal = JSON.stringify(join(folder, 'journal'));
  const note = `const note = (text) => require('node:fs').appendFileSync(${journal}, text + '\\n');`;
  writeFileSync(script, `${note}\n${source}`);
  return { name, script, ...more };
}
const journal = (): string[] => {
  const file = join(folder, 'journal');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};
const written = async (line: string | RegExp): Promise<string> => {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = journal().find((noted) => (typeof line === 'string' ? noted === line : line.test(noted)));
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error(`never written: ${String(line)}; there is: ${journal().join(' | ')}`);
};
const pidIn = (line: string): number => Number(/\d+$/.exec(line)?.[0]);
const DRAINS = `
  const name = require('node:path').basename(__filename, '.js');
  process.on('SIGTERM', () => setTimeout(() => { note(name + ' stopped'); process.exit(0); }, 100));
  setInterval(() => {}, 1000);
  note(name + ' started ' + process.pid);`;

describe('the supervisor', () => {
  it('stops the programs in reverse order, each only after the previous one has drained', async () => {
    for (const name of ['database', 'api', 'trainer']) {
      supervisor.start(program(name, DRAINS));
      await written(new RegExp(`^${name} started`));
    }
    await supervisor.stop();
    expect(journal().slice(3)).toEqual(['trainer stopped', 'api stopped', 'database stopped']);
  });

  it('restarts a crashed program with growing delays, then gives up and shows its last lines', async () => {
    const crashing = supervisor.start(
      program('api', `note('run'); console.error('no such column: price'); process.exit(7);`, {
        restart: FAST_RESTART,
      }),
    );
    await expect(crashing.ended).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      problem: expect.stringMatching(
        /api ended again after 3 restarts \(exit code 7\)[^]*no such column: price/,
      ) as string,
      cure: expect.stringContaining(join(folder, 'logs', 'api.log')) as string,
    });
    expect(journal()).toEqual(['run', 'run', 'run', 'run']);
    expect(said.map((line) => /restart \d of \d in [\d.]+ s/.exec(line)?.[0])).toEqual([
      'restart 1 of 3 in 0.01 s',
      'restart 2 of 3 in 0.02 s',
      'restart 3 of 3 in 0.02 s',
    ]);
    await expect(crashing.ready).resolves.toBeUndefined();
  });

  it('restarts a program that was killed, and resets the count of restarts once it has run for a while', async () => {
    const stable = { ...FAST_RESTART, attempts: 1, stableAfterMs: 1 };
    supervisor.start(program('api', `${DRAINS}`, { restart: stable }));
    const first = pidIn(await written(/^api started/));
    process.kill(first, 'SIGKILL');
    for (let tries = 0; tries < 200 && journal().length < 2; tries += 1) await sleep(25);
    const second = pidIn(journal()[1] ?? '');
    expect(isRunning(second)).toBe(true);
    process.kill(second, 'SIGKILL');
    for (let tries = 0; tries < 200 && journal().length < 3; tries += 1) await sleep(25);
    expect(isRunning(pidIn(journal()[2] ?? ''))).toBe(true);
    expect(said).toHaveLength(2);
    expect(said[1]).toContain('(SIGKILL); restart 1 of 1');
  });

  it('runs a one-time program once: exit code 0 is success, any other is an error', async () => {
    const once = { restart: { attempts: 0 } };
    await expect(supervisor.start(program('good', `note('ran')`, once)).ended).resolves.toBeUndefined();
    await expect(supervisor.start(program('bad', `process.exit(3)`, once)).ended).rejects.toThrow('exit code 3');
    expect(journal()).toEqual(['ran']);
  });

  it('leaves no process behind of a program that started others and ignores SIGTERM', async () => {
    const stubborn = `
      process.on('SIGTERM', () => {});
      const { spawn } = require('node:child_process');
      const ignoring = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
      note('grandchild ' + spawn(process.execPath, ['-e', ignoring], { stdio: 'inherit' }).pid);
      note('child ' + process.pid);
      setInterval(() => {}, 1000);`;
    supervisor.start(program('api', stubborn, { stopWithinMs: 200 }));
    const child = pidIn(await written(/^child/));
    const grandchild = pidIn(await written(/^grandchild/));
    await supervisor.stop();
    expect(await hasEnded(child)).toBe(true);
    expect(await hasEnded(grandchild)).toBe(true);
    expect(said).toContain('api did not stop in time and is killed');
  });

  it('waits for readiness before it counts a program as started, and forwards its messages', async () => {
    const server: Server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const asked = once(server, 'connection');
    const messages: unknown[] = [];
    const ready = async (): Promise<void> => {
      await asked;
    };
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const source = `process.send({ port: ${port} }); setTimeout(() => require('node:net').connect(${port}, '127.0.0.1'), 200);`;
    const started = supervisor.start(program('api', source, { ready, onMessage: (sent) => messages.push(sent) }));
    await started.ready;
    expect(messages).toEqual([{ port }]);
    server.close();
  });

  it('keeps its own channel out of the processes that a program forks, so that those can wait for an order', async () => {
    const forked = program('forked', `process.once('message', (order) => { note('did ' + order); process.exit(0); });`);
    const source = `
      const child = require('node:child_process').fork(${JSON.stringify(forked.script)});
      setTimeout(() => child.send('the order', () => {}), 500);
      child.once('exit', (code) => note('ended with ' + code));
      setInterval(() => {}, 1000);`;
    supervisor.start(program('trainer', source));
    await written('ended with 0');
    expect(journal()).toEqual(['did the order', 'ended with 0']);
  });

  it('runs ES modules as well, with their own arguments', async () => {
    const script = join(folder, 'module.mjs');
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs';
       appendFileSync(${JSON.stringify(join(folder, 'journal'))}, JSON.stringify(process.argv.slice(1)) + '\\n');`,
    );
    await supervisor.start({ name: 'module', script, args: ['--port', '0'], restart: { attempts: 0 } }).ended;
    expect(journal()).toEqual([JSON.stringify([script, '--port', '0'])]);
  });

  it('stops its programs when it is itself killed with kill -9', async () => {
    const { script } = program('api', DRAINS);
    const parent = `
      const { Supervisor } = require(${JSON.stringify(join(__dirname, 'supervisor.ts'))});
      new Supervisor(${JSON.stringify(join(folder, 'logs'))}, () => {}).start({ name: 'api', script: ${JSON.stringify(script)} });`;
    const register = join(ROOT, 'typescript-register.cjs');
    const child: ChildProcess = spawn(
      process.execPath,
      ['--conditions=@lintel/source', '--require', register, '-e', parent],
      { stdio: 'ignore', cwd: __dirname },
    );
    const pid = pidIn(await written(/^api started/));
    child.kill('SIGKILL');
    expect(await hasEnded(pid)).toBe(true);
    expect(journal()).toContain('api stopped');
  });
});
