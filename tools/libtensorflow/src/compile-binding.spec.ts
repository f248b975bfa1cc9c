import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileBinding, findCompiler } from './compile-binding';
import { engineLayout, type EngineLayout } from './engine-layout';
import { engineRelease } from './engine-release';
import { environmentWith } from './testing/fake-program';
import { useTemporaryFolder } from './testing/temporary-folder';
import { findTfjsPackage } from './tfjs-package';

const folder = useTemporaryFolder();
const VERSION = 'echo "g++ (Debian 12.2.0)"';
const layout = (): EngineLayout => engineLayout(folder(), engineRelease('linux-x64', 'cpu'), '4.22.0');

describe('the compiler', () => {
  it('is the one that CXX names', async () => {
    const environment = environmentWith(folder(), { 'g++': VERSION, 'clang++-19': VERSION });
    expect(await findCompiler({ environment: { ...environment, CXX: 'clang++-19' } })).toBe('clang++-19');
  });

  it('is any that is installed', async () => {
    expect(await findCompiler({ environment: environmentWith(folder(), { 'clang++': VERSION }) })).toBe('clang++');
  });

  it('is requested, with the command that installs it, if there is none', async () => {
    await expect(findCompiler({ environment: environmentWith(folder(), {}) })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      cure: expect.stringContaining('sudo apt install g++') as string,
    });
  });

  it('has its output quoted when it fails, and no binding appears', async () => {
    const environment = environmentWith(folder(), { 'g++': 'echo "c_api.h: No such file" >&2; exit 1' });
    await expect(compileBinding(layout(), findTfjsPackage(), 'g++', { environment })).rejects.toMatchObject({
      code: 'ENGINE_INSTALL_FAILED',
      received: 'c_api.h: No such file',
    });
    expect(existsSync(layout().binding)).toBe(false);
  });

  it('gets the sources of the tfjs package, the headers of Node and a path to the libraries', async () => {
    const seen = join(folder(), 'arguments');
    const environment = environmentWith(folder(), { 'g++': `printf '%s\\n' "$@" > ${seen}` });
    await compileBinding(layout(), findTfjsPackage(), 'g++', { environment });
    const given = readFileSync(seen, 'utf8').split('\n');
    expect(given.filter((one) => one.endsWith('.cc')).map((one) => existsSync(one))).toEqual([true, true]);
    expect(given.some((one) => existsSync(join(one, 'node_api.h')))).toBe(true);
    if (process.platform === 'linux') expect(given).toContain('-Wl,-rpath,$ORIGIN/../../site/tensorflow');
  });
});
