import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { ChildDeath, deathError } from './child-death';
import { countOomKills } from './oom-kills';

const death = (signal: string | null, exitCode: number | null, outOfMemory = false): ChildDeath =>
  new ChildDeath(
    { at: '2026-01-01T00:00:00.000Z', signal, exitCode, lastLines: ['free(): invalid pointer'] },
    outOfMemory,
  );

describe('the death of a child process', () => {
  const folder = temporaryFolder();

  it.each([
    ['a crash of native code', death('SIGSEGV', null), true],
    ['an end without a word', death(null, 0), true],
    ['a crash under a shell', death(null, 134), true],
    ['an error of the program', death(null, 1), false],
    ['a want of memory', death('SIGKILL', null, true), false],
  ])('after %s, resuming is worth it or not', (_, one, worth) => expect(one.isWorthResuming).toBe(worth));

  it('for want of memory is called that', () => {
    expect(deathError(death('SIGKILL', null, true), [])).toMatchObject({
      problem: 'The machine ran out of memory, and the operating system ended the process (SIGKILL).',
      received: 'free(): invalid pointer',
      retryable: true,
    });
  });

  it('by SIGKILL for an unknown reason points to the log of the system', () => {
    expect(deathError(death('SIGKILL', null), []).cure).toContain('log of the system');
  });

  it('is known to be for want of memory where the kernel counts that', async () => {
    const file = join(folder, 'vmstat');
    writeFileSync(file, 'nr_free_pages 1\noom_kill 7\nnuma_hit 3\n');
    expect(await countOomKills(file)).toBe(7);
    expect(await countOomKills(join(folder, 'absent'))).toBeUndefined();
  });
});
