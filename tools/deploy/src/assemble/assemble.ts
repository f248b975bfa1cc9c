import { LintelError } from '@lintel/contracts';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { bringEngine } from './bring-engine';
import { packageClosure, type InstalledPackage } from './package-closure';
import { leavesOut, type Role } from './role';
import { isOfUse, type Target } from './runtime-files';

export interface AssembleOptions {
  /** Root folder of the workspace, with installed packages and built projects. */
  readonly root: string;
  /** A folder of `apps`. */
  readonly app: string;
  readonly role: Role;
  /** New or empty. */
  readonly out: string;
  readonly target: Target;
}

const CLI = join('tools', 'cli');
/** For a package of the workspace, whose sources are beside its build. */
const SHIPPED = new Set(['package.json', 'dist', 'bin']);

/**
 * Creates the folder that runs one role of one app and needs only Node.js beside it: `app` (main.js, trainer.js in
 * dist), `web` (if the role serves it), `node_modules` (production packages, including ours, and the command line),
 * `engine` (if the role trains), `health-check.mjs`.
 * @returns the packages in it
 * @throws LintelError INVALID_ARGUMENT, NOT_FOUND, ENGINE_MISSING
 */
export function assemble({ root, app, role, out, target }: AssembleOptions): InstalledPackage[] {
  const api = join('apps', app, 'api');
  requireBuild(root, app, role);
  if (existsSync(out) && readdirSync(out).length > 0) {
    throw new LintelError('INVALID_ARGUMENT', { problem: `${out} is not empty.`, cure: 'Name a new folder.' });
  }
  const packages = packageClosure({ root, entries: [api, CLI], leavesOut: (name) => leavesOut(role, name) });
  for (const { name, folder } of packages) {
    const from = relative(root, folder);
    const ours = !from.split(sep).includes('node_modules');
    const to = join(out, ours ? placeOf(name, from === api) : replaced(from, packages, api, root));
    cpSync(folder, to, {
      recursive: true,
      filter: (path) => (ours ? isShipped(relative(folder, path)) : true) && (path === folder || isOfUse(path, target)),
    });
  }
  if (role === 'serve') cpSync(join(root, 'apps', app, 'web', 'out'), join(out, 'web'), { recursive: true });
  else bringEngine(root, out);
  mkdirSync(out, { recursive: true });
  cpSync(join(root, 'tools', 'deploy', 'health-check.mjs'), join(out, 'health-check.mjs'));
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ name: `lintel-${app}-${role}`, private: true })}\n`);
  return packages;
}

function placeOf(name: string, isApp: boolean): string {
  return isApp ? 'app' : join('node_modules', name);
}

/** Maps a path below one of our packages in the workspace to its new place. */
function replaced(from: string, packages: readonly InstalledPackage[], api: string, root: string): string {
  const [above = '', ...rest] = from.split(`${sep}node_modules${sep}`);
  if (rest.length === 0 || above.startsWith('node_modules')) return from;
  const owner = packages.find(({ folder }) => relative(root, folder) === above);
  return join(
    placeOf(owner?.name ?? above, above === api),
    'node_modules',
    ...rest.join(`${sep}node_modules${sep}`).split(sep),
  );
}

function isShipped(path: string): boolean {
  return path === '' || SHIPPED.has(path.split(sep)[0] ?? '');
}

function requireBuild(root: string, app: string, role: Role): void {
  const folder = join(root, 'apps', app);
  if (!existsSync(join(folder, 'api'))) {
    const known = readdirSync(join(root, 'apps')).join(', ');
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `There is no app ${app}.`,
      expected: known,
      received: app,
      cure: 'Name a folder of apps.',
    });
  }
  const built = role === 'serve' ? ['api/dist/main.js', 'web/out/index.html'] : ['api/dist/trainer.js'];
  const missing = built.filter((file) => !existsSync(join(folder, file)));
  if (missing.length === 0) return;
  const trains = existsSync(join(folder, 'api', 'src', 'trainer.ts'));
  throw new LintelError('NOT_FOUND', {
    problem: `${missing.map((file) => `apps/${app}/${file}`).join(' and ')} is not there.`,
    cure:
      role === 'train' && !trains ? `${app} has no trainer: assemble its role serve.` : 'Run `npm run build` first.',
  });
}
