import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const git = (...args: string[]): string[] =>
  execFileSync('git', ['-c', 'safe.directory=*', ...args], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
/** Lines of tracked files, as `file:line:text`. */
function lines(pattern: string): string[] {
  try {
    return git('grep', '-nIP', '-e', pattern, '--', '.', ':!tools/local/src/tree.spec.ts');
  } catch (error) {
    if ((error as { status?: number }).status === 1) return [];
    throw error;
  }
}

/** Where a dependency of `path` may be installed, the nearest folder first. */
function resolutions(path: string, name: string): string[] {
  const here = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (path === '') return [here];
  const above = path.lastIndexOf('/node_modules/');
  return [here, ...resolutions(above < 0 ? '' : path.slice(0, above), name)];
}

describe('the tree', () => {
  it('names no folder of the machine on which it was written', () => {
    expect(lines(String.raw`(?<![\w.$}{-])/(work|root(?!/\.cache))/`)).toEqual([]);
  });

  it('names no package registry, so that it installs behind any mirror', () => {
    const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { resolved?: string; link?: boolean }>;
    };
    const pinned = Object.entries(locked.packages).filter(([, { resolved, link }]) => resolved !== undefined && !link);
    expect(pinned).toEqual([]);
    expect(lines('https?://(registry\\.|[a-z.]*(npmjs|pypi|pythonhosted)\\.)')).toEqual([]);
  });

  it('locks every platform of an optional package, because npm ci rejects the lock file otherwise', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !resolutions(path, name).some((place) => place in packages)),
    );
    expect(missing).toEqual([]);
  });

  it('holds no build, no cache and no personal environment', () => {
    const unwanted =
      /(^|\/)(dist|out|\.next|\.nx|\.lintel|node_modules|coverage)\/|\.tsbuildinfo$|(^|\/)\.env(\.|$)|\.log$/;
    expect(git('ls-files').filter((file) => unwanted.test(file))).toEqual([]);
  });
});
