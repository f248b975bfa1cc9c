import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './directory-lock';

let folder: string;
const file = (): string => join(folder, 'work', 'lock');
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lintel-lock-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = (): Promise<() => Promise<void>> => takeLock(file(), 'the folder');

describe('a lock', () => {
  it('is held by one process at a time, even with many concurrent attempts, and can be taken again after its release', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, take));
    const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'CONFLICT', retryable: true });
    }
    await taken[0]!.value();
    expect(await readdir(join(folder, 'work'))).toEqual([]);
    await (
      await take()
    )();
  });

  it('of a running process is refused with its pid', async () => {
    await (
      await take()
    )();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    await writeFile(file(), JSON.stringify({ pid: other.pid, host: hostname(), startTicks: null }));
    await expect(take()).rejects.toMatchObject({ received: `process ${other.pid} on ${hostname()}` });
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (
      await take()
    )();
  });

  it('of a process that has ended is taken over by exactly one, though another process has its pid now', async () => {
    await (
      await take()
    )();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    for (const stale of [
      { pid: dead, host: hostname(), startTicks: null },
      { pid: process.pid, host: hostname(), startTicks: '1' },
    ]) {
      await writeFile(file(), JSON.stringify(stale));
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, take));
      const taken = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(taken).toHaveLength(1);
      await taken[0]!.value();
    }
  });

  it('of another machine, or truncated by a crash, is taken over after two minutes without a heartbeat', async () => {
    await (
      await take()
    )();
    for (const text of [JSON.stringify({ pid: 1, host: 'elsewhere', startTicks: '5' }), '{"pi']) {
      await writeFile(file(), text);
      await expect(take()).rejects.toMatchObject({ code: 'CONFLICT' });
      const silent = new Date(Date.now() - 130_000);
      await utimes(file(), silent, silent);
      await (
        await take()
      )();
    }
  });
});
