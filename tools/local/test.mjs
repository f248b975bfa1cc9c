import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
/** At least two, so that one slow suite does not hold up all others. */
const workers = Math.max(2, Math.floor(availableParallelism() / 2));

const WATCH_EVERY_MS = 1_000;
const LINGER_MS = 20_000;

const HELP = `npm test -- [PATH…] [options of jest]

Installs what is missing, builds, and runs the tests; given PATHs, only the tests in them.

  npm test                                every test
  npm test -- libs/core-ml                the tests of a folder
  npm test -- libs/data --maxWorkers=1    any option of jest; npx jest --help lists them
`;

/** @param {readonly string[]} args @returns {Promise<number>} exit code */
async function test(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  requireNode();
  const steps = createSteps();
  const signal = stopOnSignals({ announce: () => steps.say('\n  stopping'), force: killCommands });
  const setup = { root, logFile: join(root, '.lintel', 'logs', 'setup.log'), signal, steps };
  await ensurePackages(setup);
  // A failed build or install fails the run, and the tests that don't need it run anyway.
  const prepared = [
    await succeeds(() => ensureBuilt(setup), signal),
    await succeeds(async () => (await import('@lintel/local')).installEngine(steps, signal), signal),
  ];
  const unprepared = prepared.filter((good) => !good).length;

  const folder = mkdtempSync(join(tmpdir(), 'lintel-test-'));
  try {
    const resultFile = join(folder, 'result.json');
    const { code, lingered } = await runJest(args, resultFile, signal);
    const problems = unprepared + (lingered ? 1 : 0);
    console.log(countTests(JSON.parse(readFileSync(resultFile, 'utf8')), problems));
    return problems === 0 ? code : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {() => Promise<unknown>} work
 * @param {AbortSignal} signal
 */
async function succeeds(work, signal) {
  try {
    await work();
    return true;
  } catch (error) {
    signal.throwIfAborted();
    reportAndFail(error);
    return false;
  }
}

/**
 * @param {readonly string[]} args
 * @param {string} resultFile
 * @param {AbortSignal} signal
 * @returns {Promise<{ code: number, lingered: boolean }>} `lingered`: a test left something running that would have
 *   kept jest from ending
 */
async function runJest(args, resultFile, signal) {
  const chosen = args.some((arg) => /^(--maxWorkers|-w|-i|--runInBand)/.test(arg)) ? [] : [`--maxWorkers=${workers}`];
  const result = ['--json', `--outputFile=${resultFile}`];
  const jest = spawn(process.execPath, [join(root, 'node_modules', '.bin', 'jest'), ...chosen, ...args, ...result], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  signal.addEventListener('abort', () => jest.kill(), { once: true });
  let lingered = false;
  let waitedMs = 0;
  const watch = setInterval(() => {
    // Jest writes its result at the very end.
    if (!existsSync(resultFile) || (waitedMs += WATCH_EVERY_MS) < LINGER_MS) return;
    console.error('A test left something running, so jest did not end and was stopped.');
    lingered = true;
    jest.kill('SIGKILL');
  }, WATCH_EVERY_MS);
  const [code] = await once(jest, 'exit');
  clearInterval(watch);
  signal.throwIfAborted();
  return { code: code ?? 1, lingered };
}

process.exitCode = await test(process.argv.slice(2)).catch(reportAndFail);
