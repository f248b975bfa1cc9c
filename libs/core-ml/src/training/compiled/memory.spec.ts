import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../../..');

describe('compiled training', () => {
  it('holds its memory within 2 % over 10,000 steps', () => {
    const hook = ['--expose-gc', '--conditions=@lintel/source', '--require', join(root, 'typescript-register.cjs')];
    const program = join(__dirname, 'testing/count-memory.ts');
    const output = execFileSync(process.execPath, [...hook, program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const readings = output.trim().split('\n').map(Number);
    expect(readings).toHaveLength(20);
    // The allocator returns memory at unpredictable times; memory that is never returned raises the lowest reading.
    const [early, late] = [readings.slice(3, 10), readings.slice(13)].map((part) => Math.min(...part));
    expect(late! / early!).toBeLessThan(1.02);
  });
});
