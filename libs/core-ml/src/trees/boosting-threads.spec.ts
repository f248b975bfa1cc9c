import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface Printed {
  readonly hashes: readonly string[];
  readonly rounds: number;
  readonly error: string;
  readonly thrown: string;
}

describe('training in threads', () => {
  let printed: Printed;

  beforeAll(async () => {
    const register = join(__dirname, '../../../../typescript-register.cjs');
    const script = join(__dirname, 'testing/train-in-threads.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--conditions=@lintel/source', '--require', register],
      script,
    ]);
    printed = JSON.parse(stdout) as Printed;
  }, 180_000);

  it('gives the same trees bit for bit with one, two and four threads', () => {
    expect(printed.hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(printed.hashes).size).toBe(1);
  });

  it('ends soon after it is cancelled, and says why', () => {
    expect(printed.rounds).toBeGreaterThanOrEqual(3);
    expect(printed.rounds).toBeLessThan(50_000);
    expect(printed.error).toContain('The training was cancelled.');
    expect(printed.error).toContain('enough');
  });

  it('ends with the error of a listener that fails', () => expect(printed.thrown).toContain('the listener failed'));
});
