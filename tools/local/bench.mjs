import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './setup/node-version.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { reportAndFail } from './setup/setup-error.mjs';
import { createSteps } from './setup/steps.mjs';
import { stopOnSignals } from './setup/stop-signals.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Benches run from source, so that they measure the current code. */
async function bench() {
  requireNode();
  // stdout is reserved for the result.
  const steps = createSteps(process.stderr);
  const signal = stopOnSignals({ announce: () => {}, force: () => {} });
  await ensurePackages({ root, logFile: join(root, '.lintel', 'logs', 'setup.log'), signal, steps });
  const sources = ['--conditions=@lintel/source', '--require', join(root, 'typescript-register.cjs')];
  const program = join(root, 'tools', 'bench', 'src', 'main.ts');
  const child = spawn(process.execPath, [...sources, program, ...process.argv.slice(2)], { stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill(), { once: true });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}

await bench().catch(reportAndFail);
