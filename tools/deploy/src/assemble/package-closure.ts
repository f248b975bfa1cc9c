import { LintelError } from '@lintel/contracts';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** A package as npm has installed it below the root of the workspace. */
export interface InstalledPackage {
  readonly name: string;
  /** Absolute, with links resolved: a package of the workspace is at its sources. */
  readonly folder: string;
}

export interface ClosureOptions {
  readonly root: string;
  /** Folders of the packages to begin with, relative to the root. */
  readonly entries: readonly string[];
  readonly leavesOut: (packageName: string) => boolean;
}

const names = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  name: z.string(),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
});

/**
 * All packages that the entries load in production, including the entries: resolved as Node resolves them, from what is
 * installed, so that nothing is resolved or downloaded a second time.
 * @throws LintelError NOT_FOUND if a required package is not installed
 */
export function packageClosure({ root, entries, leavesOut }: ClosureOptions): InstalledPackage[] {
  const top = realpathSync(root);
  const found = new Map<string, InstalledPackage>();
  const open = entries.map((entry) => join(top, entry));
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (found.has(folder)) continue;
    const manifest = readManifest(folder);
    found.set(folder, { name: manifest.name, folder });
    for (const [name, needed] of requirements(manifest)) {
      if (leavesOut(name)) continue;
      const resolved = resolvePackage(name, folder, top);
      if (resolved !== undefined) open.push(resolved);
      else if (needed) throw notInstalled(name, manifest.name);
    }
  }
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** @returns names, and whether the package requires them */
function requirements(manifest: z.output<typeof manifestSchema>): Map<string, boolean> {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  // An optional peer is a dependency of the package that needs it.
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  const needed = [...Object.keys(dependencies), ...peers].map((name) => [name, true] as const);
  // npm repeats optional dependencies among the others: the later entry wins.
  return new Map([...needed, ...Object.keys(optionalDependencies).map((name) => [name, false] as const)]);
}

function resolvePackage(name: string, from: string, root: string): string | undefined {
  for (let folder = from; !relative(root, folder).startsWith('..'); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === root) break;
  }
  return undefined;
}

function readManifest(folder: string): z.output<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

function notInstalled(name: string, by: string): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `The package ${name}, which ${by} needs, is not installed.`,
    cure: 'Run `npm ci` in the root of the workspace first.',
  });
}
