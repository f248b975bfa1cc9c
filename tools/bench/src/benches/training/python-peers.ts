import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, LintelError } from '@lintel/contracts';

const run = promisify(execFile);

/** With PyTorch and Keras; several GB, since torch brings its CUDA libraries. */
export const peersPython = (): Promise<string> =>
  pythonWith('venv', ['torch==2.15.0', 'tensorflow-cpu==2.21.0', 'keras', 'numpy'], 'torch, keras');

export const lightGbmPython = (): Promise<string> =>
  pythonWith('lightgbm', ['lightgbm==4.7.0', 'numpy==2.4.6', 'scipy==1.17.1'], 'lightgbm, numpy');

/**
 * A virtual environment with packages to compare with, outside the project; created once.
 * @param modules that can be imported when it is complete
 * @returns its Python
 * @throws LintelError TOOL_MISSING if it can't be made
 */
async function pythonWith(name: string, packages: readonly string[], modules: string): Promise<string> {
  const folder = join(cacheFolder(process.env, homedir()), 'bench', name);
  const python = join(folder, 'bin', 'python');
  const isThere =
    existsSync(python) &&
    (await run(python, ['-c', `import ${modules}`]).then(
      () => true,
      () => false,
    ));
  if (isThere) return python;
  console.error(`installing ${packages.join(', ')} for the comparison; this may take minutes, once`);
  try {
    await mkdir(folder, { recursive: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(python, ['-m', 'pip', 'install', '-q', ...packages], { maxBuffer: 2 ** 26 });
  } catch (cause) {
    throw new LintelError('TOOL_MISSING', {
      problem: 'The packages to compare with could not be installed.',
      expected: 'Python 3.11 or newer with venv and pip, and a package index that pip can reach',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: `Install them by hand: python3 -m venv ${folder} && ${python} -m pip install ${packages.join(' ')}`,
      cause,
    });
  }
  return python;
}
