import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './testing/picture-folder';

const root = temporaryFolder();
const cli = join(root, 'tools', 'cli');
const script = join(cli, 'bin', 'lintel.cjs');

/** A clone with the script, and a fake build tool with a given behaviour. */
function cloneWith(buildTool: string): void {
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  mkdirSync(join(cli, 'bin'), { recursive: true });
  cpSync(join(__dirname, '..', 'bin', 'lintel.cjs'), script);
  writeFileSync(join(cli, 'package.json'), JSON.stringify({ name: '@lintel/cli', dependencies: {} }));
  writeFileSync(join(root, 'node_modules', '.bin', 'nx'), buildTool);
  rmSync(join(cli, 'dist'), { recursive: true, force: true });
}

const start = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

describe('the start script of the command line', () => {
  it('builds a fresh clone once, saying so, and then starts at once', () => {
    cloneWith(`
      const { mkdirSync, writeFileSync } = require('node:fs');
      const dist = ${JSON.stringify(join(cli, 'dist'))};
      if (process.argv.slice(2).join(' ') !== 'build @lintel/cli --outputStyle=static') process.exit(1);
      mkdirSync(dist);
      writeFileSync(dist + '/main.js', 'console.log(process.argv.slice(2).join())');`);
    chmodSync(script, 0o755);
    const first = start('predict', 'x');
    expect([first.status, first.stdout]).toEqual([0, 'predict,x\n']);
    expect(first.stderr).toContain('Building the command line');
    const second = start('doctor');
    expect([second.status, second.stdout, second.stderr]).toEqual([0, 'doctor\n', '']);
  });

  it('quotes a failed build, with the cure', () => {
    cloneWith(`console.log('error TS1005'); process.exit(1);`);
    const { status, stdout, stderr } = start('doctor');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('error TS1005');
    expect(stderr).toMatch(/cure: .*npx nx build @lintel\/cli/);
  });
});
