import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { packageClosure } from './package-closure';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lintel-closure-')));
});
afterEach(() => rmSync(root, { recursive: true }));

function install(folder: string, manifest: object): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    join(root, folder, 'package.json'),
    JSON.stringify({ name: folder.split('node_modules/').at(-1), ...manifest }),
  );
}
function closure(leavesOut: (name: string) => boolean = () => false): string[] {
  const found = packageClosure({ root, entries: ['apps/shop'], leavesOut });
  return found.map(({ folder }) => relative(root, folder));
}

describe('the packages of an app in production', () => {
  it('are its dependencies, each in the version that Node would find', () => {
    install('apps/shop', { dependencies: { a: '1', '@lintel/data': '1' }, devDependencies: { compiler: '1' } });
    install('libs/data', { name: '@lintel/data', dependencies: { a: '1' } });
    mkdirSync(join(root, 'node_modules/@lintel'), { recursive: true });
    symlinkSync('../../libs/data', join(root, 'node_modules/@lintel/data'));
    install('node_modules/a', { dependencies: { b: '2' }, peerDependencies: { c: '1' } });
    install('node_modules/a/node_modules/b', { dependencies: { c: '1' } });
    install('node_modules/b', {});
    install('node_modules/c', { dependencies: { a: '1' } });
    install('node_modules/compiler', {});
    expect(closure()).toEqual([
      'apps/shop',
      'libs/data',
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
    ]);
  });

  it('include the optional dependencies that are installed, and no peer that may be missing', () => {
    install('apps/shop', { dependencies: { linux: '1' }, optionalDependencies: { linux: '1', darwin: '1' } });
    install('node_modules/linux', {
      peerDependencies: { typescript: '5' },
      peerDependenciesMeta: { typescript: { optional: true } },
    });
    install('node_modules/typescript', {});
    expect(closure()).toEqual(['apps/shop', 'node_modules/linux']);
  });

  it('exclude the omitted packages, and the packages that only those need', () => {
    install('apps/shop', { dependencies: { engine: '1' } });
    install('node_modules/engine', { dependencies: { heavy: '1' } });
    install('node_modules/heavy', {});
    expect(closure((name) => name === 'engine')).toEqual(['apps/shop']);
  });

  it('fail if a package is missing, with the name of the package that needs it', () => {
    install('apps/shop', { dependencies: { a: '1' } });
    install('node_modules/a', { dependencies: { gone: '1' } });
    expect(() => closure()).toThrow(/The package gone, which a needs/);
    expect(() => closure()).toThrow(/npm ci/);
  });

  it('never leave the workspace', () => {
    install('apps/shop', { dependencies: { outside: '1' } });
    const outside = join(dirname(root), 'node_modules', 'outside');
    expect(outside).not.toContain(root);
    expect(() => closure()).toThrow(/outside/);
  });
});
