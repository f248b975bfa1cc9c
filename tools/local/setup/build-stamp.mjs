import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SOURCES = ['apps', 'libs', 'tools'];
const SETTINGS = ['nx.json', 'package-lock.json', 'package.json', 'tsconfig.base.json'];
const OUTPUTS = ['dist', 'out'];
const SKIPPED = new Set(['node_modules', '.next', '.nx', ...OUTPUTS]);

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.cache', 'lintel', 'build.json');

/**
 * True if no source has changed since the last complete build and every output folder of that build still exists. This
 * takes a tenth of a second; Nx needs several seconds for the same check.
 *
 * @param {string} root
 */
export function isBuilt(root) {
  try {
    const { fingerprint, outputs } = JSON.parse(readFileSync(stampFile(root), 'utf8'));
    return (
      outputs.every((/** @type {string} */ folder) => existsSync(join(root, folder))) &&
      fingerprint === look(root).fingerprint
    );
  } catch {
    return false;
  }
}

/** Discards the stamp of the last complete build, before another one begins. @param {string} root */
export function forgetBuild(root) {
  rmSync(stampFile(root), { force: true });
}

/** Records that the build is complete. @param {string} root */
export function rememberBuild(root) {
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), JSON.stringify(look(root)));
}

/**
 * @param {string} root
 * @returns {{ fingerprint: string, outputs: string[] }} a hash over path, size and modification time of every source;
 *   the output folders of the builds
 */
function look(root) {
  const hash = createHash('sha256').update(process.version);
  /** @type {string[]} */
  const outputs = [];
  /** @param {string} path relative to the root */
  const addFile = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  /** @param {string} folder relative to the root */
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && OUTPUTS.includes(entry.name)) outputs.push(path);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) walk(path);
      // TypeScript and Next.js write these while they build.
      if (entry.isFile() && !/\.tsbuildinfo$|^next-env\.d\.ts$/.test(entry.name)) addFile(path);
    }
  };
  for (const folder of SOURCES) walk(folder);
  for (const file of SETTINGS) addFile(file);
  return { fingerprint: hash.digest('hex'), outputs };
}
