import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { writeBindingSources } from './binding-sources';
import { type EngineLayout } from './engine-layout';
import { lastLines, runCommand, type CommandOptions } from './run-command';
import { nodeHeaders, type TfjsPackage } from './tfjs-package';

/** @throws LintelError TOOL_MISSING */
export async function findCompiler(options: CommandOptions): Promise<string> {
  const candidates = [options.environment['CXX'], 'g++', 'clang++', 'c++'].filter((one) => one !== undefined);
  for (const compiler of candidates) {
    const { exitCode } = await runCommand([compiler, '--version'], options);
    if (exitCode === 0) return compiler;
  }
  throw new LintelError('TOOL_MISSING', {
    problem: 'A C++ compiler is missing. It compiles the binding between Node.js and TensorFlow, once.',
    expected: 'g++ 8 or newer, or clang++, on the PATH or named by CXX',
    cure:
      'Install one: `sudo apt install g++` (Debian, Ubuntu), `sudo dnf install gcc-c++` (Fedora), ' +
      '`xcode-select --install` (macOS).',
  });
}

/**
 * Compiles the patched sources of the tfjs package (see `writeBindingSources`) against the libraries in the cache, as
 * `layout.newBinding`. Node's addon interface is stable, so one binding serves every version of Node.
 * @throws LintelError ENGINE_INSTALL_FAILED with the compiler's output, TOOL_MISSING, CANCELLED
 */
export async function compileBinding(
  layout: EngineLayout,
  tfjs: TfjsPackage,
  compiler: string,
  options: CommandOptions,
): Promise<void> {
  const sources = join(dirname(layout.newBinding), 'sources');
  await writeBindingSources(join(tfjs.root, 'binding'), sources);
  const names = (await readdir(sources)).filter((name) => name.endsWith('.cc'));
  const { exitCode, stderr } = await runCommand(
    [
      compiler,
      ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-o', layout.newBinding],
      ...[sources, nodeHeaders(), layout.include].flatMap((folder) => ['-I', folder]),
      ...names.map((name) => join(sources, name)),
      ...[layout.coreLibrary, layout.frameworkLibrary],
      ...linkerFlags(relative(dirname(layout.newBinding), dirname(layout.coreLibrary))),
    ],
    options,
  );
  if (exitCode !== 0) {
    throw new LintelError('ENGINE_INSTALL_FAILED', {
      problem: `${compiler} could not compile the binding to TensorFlow.`,
      received: lastLines(stderr, 15),
      cure: 'If the compiler is older than g++ 8 or clang 7, install a newer one and name it in CXX.',
    });
  }
}

/** Moves the compiled and verified binding to its final place, without the sources. */
export async function keepBinding({ binding, newBinding }: EngineLayout): Promise<void> {
  await rm(join(dirname(newBinding), 'sources'), { recursive: true, force: true });
  await rm(dirname(binding), { recursive: true, force: true });
  await rename(dirname(newBinding), dirname(binding));
}

/** @param libraries folder of TensorFlow's libraries, relative to the binding, because the cache may be moved */
function linkerFlags(libraries: string): readonly string[] {
  return process.platform === 'darwin'
    ? ['-undefined', 'dynamic_lookup', `-Wl,-rpath,@loader_path/${libraries}`]
    : [`-Wl,-rpath,$ORIGIN/${libraries}`];
}
