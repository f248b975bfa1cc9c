import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './setup/builds.mjs';
import { killCommands } from './setup/command.mjs';
import { claimInstance } from './setup/instance.mjs';
import { requireKafkaTools } from './setup/kafka-tools.mjs';
import { requireNode } from './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { reportAndFail } from './setup/setup-error.mjs';
import { readStartOptions, START_HELP } from './setup/start-options.mjs';
import { createSteps } from './setup/steps.mjs';
import { stopOnSignals } from './setup/stop-signals.mjs';

// Plain Node.js until the packages are installed and built; then the supervisor in src takes over.
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

async function start() {
  requireNode();
  const options = readStartOptions(process.argv.slice(2), { root, cwd: process.env.INIT_CWD ?? process.cwd() });
  if (options.help) return console.log(START_HELP);

  if (options.kafka) requireKafkaTools();

  const steps = createSteps();
  const instance = await claimInstance(options.dataDir);
  let killPrograms = () => {};
  const signal = stopOnSignals({
    announce: () => steps.say('\n  stopping (again to force)'),
    force: () => {
      killCommands();
      killPrograms();
      instance.release();
      process.exit(130);
    },
  });
  try {
    const setup = { root, logFile: join(options.dataDir, 'logs', 'setup.log'), signal, steps };
    await ensurePackages(setup);
    await ensureBuilt(setup);
    const { runLocally } = await import('@lintel/local');
    await runLocally({
      ...options,
      root,
      signal,
      steps,
      describe: instance.describe,
      onKill: (kill) => (killPrograms = kill),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    instance.release();
  }
  if (signal.aborted) steps.say('  stopped');
}

await start().catch(reportAndFail);
