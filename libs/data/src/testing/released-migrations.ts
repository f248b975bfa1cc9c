import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const LIST = 'released.json';

/**
 * What is wrong with the migrations of a folder, one sentence each. `released.json` in it holds the SHA-256 of each
 * file: databases have run these files, so a change to one would never reach them.
 * @param add lists files that are not in the list yet; a listed file is never listed anew
 */
export function migrationProblems(folder: string, { add = false } = {}): string[] {
  const path = join(folder, LIST);
  const released = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  const found = new Map(filesIn(folder).map((file) => [relative(folder, file), hashOf(file)]));
  const problems = Object.entries(released).flatMap(([file, hash]) => {
    if (found.get(file) === hash) return [];
    const what = found.has(file) ? 'was changed' : 'was removed';
    return [`${file} ${what}, but databases have run it. Restore it, and write a new migration for the change.`];
  });
  const added = [...found].filter(([file]) => released[file] === undefined);
  const last = Object.keys(released).map(timeOf).sort().at(-1) ?? '';
  for (const [file] of added) {
    if (timeOf(file) === '') problems.push(`${file} is not named after a 13-digit timestamp.`);
    else if (timeOf(file) <= last) problems.push(`${file} is older than the newest released migration, ${last}.`);
    else if (!add) problems.push(`${file} is not in ${LIST}. Run this test with RELEASE_MIGRATIONS=1 to add it.`);
  }
  if (add && problems.length === 0 && added.length > 0) {
    writeFileSync(path, `${JSON.stringify({ ...released, ...Object.fromEntries(added) }, undefined, 2)}\n`);
  }
  return problems;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.endsWith('index.ts'))
    .sort();
}

const timeOf = (file: string): string => /^\d{13}(?=-)/.exec(file)?.[0] ?? '';
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
