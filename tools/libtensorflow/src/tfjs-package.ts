import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LintelError } from '@lintel/contracts';

/** The installed npm package that uses the engine and contains the binding's sources. */
export interface TfjsPackage {
  readonly root: string;
  readonly version: string;
  /** The path from which the package loads its compiled binding. */
  readonly bindingLink: string;
}

/** @throws LintelError TOOL_MISSING when the npm packages aren't installed */
export function findTfjsPackage(): TfjsPackage {
  const manifest = resolvePackageFile('@tensorflow/tfjs-node-gpu/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const root = dirname(manifest);
  return { root, version, bindingLink: join(root, 'lib', 'napi-v8', 'tfjs_binding.node') };
}

/** Folder of the headers that native addons are compiled with. */
export function nodeHeaders(): string {
  return join(dirname(resolvePackageFile('node-api-headers/package.json')), 'include');
}

/** Whether the package would load exactly this binding. */
export function isLinked({ bindingLink }: TfjsPackage, binding: string): boolean {
  try {
    return realpathSync(bindingLink) === realpathSync(binding);
  } catch {
    return false;
  }
}

/**
 * Lets the package find the binding in the cache. Node resolves the link before it loads the file, so the libraries are
 * found by their path relative to the binding.
 * @throws LintelError OUTPUT_UNWRITABLE
 */
export function linkBinding({ bindingLink }: TfjsPackage, binding: string): void {
  const temporary = `${bindingLink}.${process.pid}`;
  try {
    mkdirSync(dirname(bindingLink), { recursive: true });
    rmSync(temporary, { force: true });
    symlinkSync(binding, temporary);
    renameSync(temporary, bindingLink);
  } catch (cause) {
    throw new LintelError('OUTPUT_UNWRITABLE', {
      problem: `The engine cannot be linked into ${dirname(bindingLink)}.`,
      received: (cause as Error).message,
      cure: 'Run the installation as the user who installed the npm packages, or make the folder writable.',
      cause,
    });
  }
}

function resolvePackageFile(file: string): string {
  try {
    return require.resolve(file);
  } catch (cause) {
    throw new LintelError('TOOL_MISSING', {
      problem: `The npm package ${dirname(file)} is not installed.`,
      cure: 'Run `npm ci --ignore-scripts` in the project folder first.',
      cause,
    });
  }
}
