import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './setup/builds.mjs';
import { killCommands } from './setup/command.mjs';
import { requireNode } from './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { reportAndFail } from './setup/setup-error.mjs';
import { createSteps } from './setup/steps.mjs';
import { stopOnSignals } from './setup/stop-signals.mjs';
import { countTests } from './setup/test-counts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Two at least, so that one slow suite does not hold up all others. */
const workers = Math.max(2, Math.floor(availableParallelism() / 2));

/** @param {readonly string[]} args @returns {Promise<number>} exit code */
async function test(args) {
  requireNode();
  const steps = createSteps();
  const signal = stopOnSignals({ announce: () => steps.say('\n  stopping'), force: killCommands });
  const setup = { root, logFile: join(root, '.lintel', 'logs', 'setup.log'), signal, steps };
  await ensurePackages(setup);
  await ensureBuilt(setup);

  const folder = mkdtempSync(join(tmpdir(), 'lintel-test-'));
  const resultFile = join(folder, 'result.json');
  try {
    const chosen = args.some((arg) => /^(--maxWorkers|-w|-i|--runInBand)/.test(arg)) ? [] : [`--maxWorkers=${workers}`];
    const jest = spawn(
      process.execPath,
      [join(root, 'node_modules', '.bin', 'jest'), ...chosen, '--json', `--outputFile=${resultFile}`, ...args],
      { cwd: root, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false' } },
    );
    signal.addEventListener('abort', () => jest.kill(), { once: true });
    const [code] = await once(jest, 'exit');
    console.log(countTests(JSON.parse(readFileSync(resultFile, 'utf8'))));
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await test(process.argv.slice(2)).catch(reportAndFail);
