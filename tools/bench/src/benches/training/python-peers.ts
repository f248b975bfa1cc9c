import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '@lintel/contracts';

const run = promisify(execFile);
const PACKAGES = ['torch==2.15.0', 'tensorflow-cpu==2.21.0', 'keras', 'numpy'];

/**
 * A virtual environment with PyTorch and Keras, outside the project; created once (several GB, since torch brings its
 * CUDA libraries).
 */
export async function peersPython(): Promise<string> {
  const folder = join(cacheFolder(process.env, homedir()), 'bench', 'venv');
  const python = join(folder, 'bin', 'python');
  const isThere =
    existsSync(python) &&
    (await run(python, ['-c', 'import torch, keras']).then(
      () => true,
      () => false,
    ));
  if (!isThere) {
    console.error('installing PyTorch and Keras for the comparison; this takes minutes, once');
    await mkdir(folder, { recursive: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(python, ['-m', 'pip', 'install', '-q', ...PACKAGES], { maxBuffer: 2 ** 26 });
  }
  return python;
}
