import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './command.mjs';

const COUNT_EVERY_MS = 2_000;
/** @param {string} path a key of package-lock.json */
const isInstalledByNpm = (path) => path.includes('node_modules/');

/**
 * Installs the packages of package-lock.json if they are missing or differ. No install script of a package runs: its
 * work is not needed, or is done elsewhere (the native engine).
 *
 * @param {{ root: string, logFile: string, signal: AbortSignal, steps: import('./steps.mjs').Steps }} setup
 */
export async function ensurePackages({ root, logFile, signal, steps }) {
  if (packagesMatchLock(root)) return;
  await steps.step(
    'packages',
    'installing (takes minutes the first time)',
    async (progress) => {
      const paths = Object.keys(readLock(join(root, 'package-lock.json')) ?? {}).filter(isInstalledByNpm);
      const counting = setInterval(() => {
        const there = paths.filter((path) => existsSync(join(root, path, 'package.json'))).length;
        if (there > 0) progress(`installing, ${there} packages of about ${paths.length}`);
      }, COUNT_EVERY_MS);
      try {
        await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
          cwd: root,
          logFile,
          signal,
          cure: 'check the connection to the npm registry and the free disk space, then run the command again',
        });
      } finally {
        clearInterval(counting);
      }
    },
    () => 'installed',
  );
}

/**
 * True if node_modules holds exactly the packages of package-lock.json. npm writes its own record at the end of an
 * install, so an interrupted install never looks complete.
 *
 * @param {string} root
 */
export function packagesMatchLock(root) {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readLock(join(root, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted)
    .filter(([path]) => isInstalledByNpm(path))
    .every(([path, { version, link, optional }]) => {
      const found = installed[path];
      // An optional package may be for another platform.
      return found === undefined ? optional === true : found.version === version && found.link === link;
    });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
