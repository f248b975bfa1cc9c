import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SUFFIX = '.bench.ts';
const ROOMS = ['libs', 'apps', 'tools'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'out', '.next']);

/** @returns file by name, for every `NAME.bench.ts` of the workspace */
export function findBenches(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !NOT_SOURCES.has(entry.name)) visit(path);
      else if (entry.name.endsWith(SUFFIX)) found.set(entry.name.slice(0, -SUFFIX.length), path);
    }
  };
  for (const room of ROOMS) visit(join(root, room));
  return new Map([...found].sort(([one], [other]) => one.localeCompare(other)));
}
