import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

describe('watching for drift', () => {
  it('takes less than 50 µs per answer for the features of 28 x 28 pixels, and as little for the window', () => {
    const hook = ['--conditions=@lintel/source', '--require', join(root, 'typescript-register.cjs')];
    const program = join(__dirname, 'testing/time-drift.ts');
    const output = execFileSync(process.execPath, [...hook, program], { encoding: 'utf8' });
    const { featuresUs, addUs } = JSON.parse(output) as { featuresUs: number; addUs: number };
    expect(featuresUs).toBeLessThan(50);
    expect(addUs).toBeLessThan(50);
  });
});
