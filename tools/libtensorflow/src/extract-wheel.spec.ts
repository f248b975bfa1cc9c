import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openWheel } from './extract-wheel';
import { makeWheel } from './testing/make-wheel';
import { useTemporaryFolder } from './testing/temporary-folder';

const MEBIBYTE = 2 ** 20;
const REPOSITORY = join(__dirname, '..', '..', '..');
// A child process compiles its sources first.
jest.setTimeout(60_000);

const folder = useTemporaryFolder();
const wheel = (): string => join(folder(), 'tensorflow-1.0-py3-none-any.whl');
const site = (): string => join(folder(), 'site');
const library = (): string => join(site(), 'tensorflow', 'libtensorflow_cc.so.2');

async function extract(signal?: AbortSignal): Promise<{ bytes: number; done: number }> {
  const content = await openWheel(wheel());
  let done = 0;
  try {
    await content.extract(site(), (count) => (done += count), signal);
  } finally {
    content.close();
  }
  return { bytes: content.bytes, done };
}

describe('unpacking a wheel', () => {
  it('keeps libraries, C headers, CUDA programs and licences, and omits Python', async () => {
    await makeWheel(wheel(), {
      'tensorflow/libtensorflow_cc.so.2': 100,
      'tensorflow/include/tensorflow/c/c_api.h': 'int x;',
      'tensorflow/include/tensorflow/compiler/xla.h': 'int y;',
      'tensorflow/python/ops.py': 'pass',
      'nvidia/cuda_nvcc/bin/ptxas': 10,
      'nvidia/cuda_nvcc/include/cuda.h': 'int z;',
      'tensorflow-1.0.dist-info/LICENSE': 'Apache',
    });
    const { bytes, done } = await extract();
    const files = readdirSync(site(), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => statSync(join(site(), name)).isFile()).sort()).toEqual([
      'nvidia/cuda_nvcc/bin/ptxas',
      'tensorflow-1.0.dist-info/LICENSE',
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/libtensorflow_cc.so.2',
    ]);
    expect([bytes, done]).toEqual([122, 122]);
    expect(statSync(join(site(), 'nvidia/cuda_nvcc/bin/ptxas')).mode & 0o111).not.toBe(0);
    expect(statSync(library()).mode & 0o111).toBe(0);
  });

  it('resumes after a kill, and never leaves a partial library', async () => {
    await makeWheel(wheel(), {
      'tensorflow/libtensorflow_framework.so.2': 1000,
      'tensorflow/libtensorflow_cc.so.2': 4 * MEBIBYTE,
    });
    const child = spawn(
      process.execPath,
      [
        ...['--conditions=@lintel/source', '--require', join(REPOSITORY, 'typescript-register.cjs')],
        ...[join(__dirname, 'testing', 'extract-and-stall.ts'), wheel(), site()],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(`${library()}.part`)).toBe(true);
    expect(existsSync(library())).toBe(false);
    const framework = join(site(), 'tensorflow', 'libtensorflow_framework.so.2');
    const { ino } = statSync(framework);

    const { bytes, done } = await extract();
    expect(done).toBe(bytes);
    expect(statSync(library()).size).toBe(4 * MEBIBYTE);
    expect(existsSync(`${library()}.part`)).toBe(false);
    expect(statSync(framework).ino).toBe(ino);
  });

  it('can be stopped', async () => {
    await makeWheel(wheel(), { 'tensorflow/libtensorflow_cc.so.2': 4 * MEBIBYTE });
    await expect(extract(AbortSignal.abort())).rejects.toThrow('aborted');
    expect(existsSync(library())).toBe(false);
  });
});
