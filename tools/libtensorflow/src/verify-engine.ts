import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { TENSORFLOW_VERSION } from './engine-release';
import { lastLines, runCommand, type CommandOptions } from './run-command';
import { type EngineLayout } from './engine-layout';
import { type TfjsPackage } from './tfjs-package';

const SCRIPT = join(__dirname, '..', 'bin', 'verify-engine.cjs');
/** Calculated by hand for the picture 1 … 9 and the kernel [[1, 0], [0, -2]]: 1 - 2·5, 2 - 2·6, 4 - 2·8, 5 - 2·9. */
const EXPECTED = JSON.stringify({ version: TENSORFLOW_VERSION, values: [-9, -10, -12, -13] });

/**
 * Runs one convolution with the binding that was just compiled.
 * @throws LintelError ENGINE_INSTALL_FAILED if it cannot be loaded or gives a wrong result, CANCELLED
 */
export async function verifyEngine(
  { newBinding, folder }: EngineLayout,
  tfjs: TfjsPackage,
  options: CommandOptions,
): Promise<void> {
  const { stdout, stderr } = await runCommand([process.execPath, SCRIPT, tfjs.root, newBinding], {
    ...options,
    environment: { ...options.environment, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  if (stdout === EXPECTED) return;
  throw new LintelError('ENGINE_INSTALL_FAILED', {
    problem: 'The native engine was built, but a convolution with it failed, so it is not used.',
    expected: EXPECTED,
    received: stdout === '' ? failure(stderr) : stdout,
    cure: `Delete ${folder} and run the installation again. If it is a CUDA engine, LINTEL_ENGINE=cpu avoids it.`,
  });
}

/** The line that names the error; if there is none, the end of the output. */
function failure(stderr: string): string {
  return stderr.split('\n').find((line) => /^\w*Error: /.test(line)) ?? lastLines(stderr, 10);
}
