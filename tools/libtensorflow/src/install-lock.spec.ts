import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withInstallLock } from './install-lock';
import { useTemporaryFolder } from './testing/temporary-folder';

const folder = useTemporaryFolder();
const file = (): string => join(folder(), 'engine.lock');
const ignore = { onWait: () => undefined };

function leaveLockOf(owner: { host: string; pid: number }, ageSeconds = 0): void {
  writeFileSync(file(), JSON.stringify({ ...owner, token: 'theirs' }));
  const then = Date.now() / 1000 - ageSeconds;
  utimesSync(file(), then, then);
}

describe('the lock of an installation', () => {
  it('runs two installations one after the other, and names the holder to the one that waits', async () => {
    const events: string[] = [];
    const first = withInstallLock(file(), ignore, async () => {
      events.push('first begins');
      await sleep(300);
      events.push('first ends');
    });
    await sleep(50);
    await withInstallLock(file(), { onWait: (holder) => events.push(holder) }, () => {
      events.push('second begins');
      return Promise.resolve();
    });
    await first;
    expect(events).toEqual(['first begins', `process ${process.pid} on ${hostname()}`, 'first ends', 'second begins']);
    expect(existsSync(file())).toBe(false);
  });

  it('is released when the installation fails', async () => {
    const failing = withInstallLock(file(), ignore, () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(existsSync(file())).toBe(false);
  });

  it('is taken over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    leaveLockOf({ host: hostname(), pid: child.pid ?? 0 });
    expect(await withInstallLock(file(), ignore, () => Promise.resolve('done'))).toBe('done');
  });

  it('is taken over from another machine that has been silent for a minute', async () => {
    leaveLockOf({ host: 'elsewhere', pid: 1 }, 61);
    expect(await withInstallLock(file(), ignore, () => Promise.resolve('done'))).toBe('done');
  });

  it('is left to another machine that is active, until the wait is stopped', async () => {
    leaveLockOf({ host: 'elsewhere', pid: 1 }, 30);
    const abort = new AbortController();
    const waiting = withInstallLock(file(), { onWait: () => abort.abort(), signal: abort.signal }, () =>
      Promise.resolve(),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readFileSync(file(), 'utf8')).toContain('theirs');
  });
});
