import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryFolder } from './testing/temporary-folder';
import { findTfjsPackage, isLinked, linkBinding, type TfjsPackage } from './tfjs-package';

const folder = useTemporaryFolder();
const binding = (): string => join(folder(), 'binding.node');
const clone = (name: string): TfjsPackage => {
  const root = join(folder(), name);
  return { root, version: '4.22.0', bindingLink: join(root, 'lib', 'napi-v8', 'tfjs_binding.node') };
};

beforeEach(() => writeFileSync(binding(), 'a binding'));

describe('linking the binding into a clone', () => {
  it('serves any number of clones from one cache', () => {
    for (const name of ['first', 'second']) {
      linkBinding(clone(name), binding());
      expect(isLinked(clone(name), binding())).toBe(true);
      expect(readFileSync(clone(name).bindingLink, 'utf8')).toBe('a binding');
    }
  });

  it('replaces what another engine or the published script left there', () => {
    const { bindingLink } = clone('old');
    mkdirSync(join(bindingLink, '..'), { recursive: true });
    writeFileSync(bindingLink, 'another binding');
    expect(isLinked(clone('old'), binding())).toBe(false);
    linkBinding(clone('old'), binding());
    expect(isLinked(clone('old'), binding())).toBe(true);
  });

  it('is reported as missing when the cache was deleted', () => {
    linkBinding(clone('first'), join(folder(), 'deleted.node'));
    expect(isLinked(clone('first'), join(folder(), 'deleted.node'))).toBe(false);
  });

  it('says so if the packages belong to another user', () => {
    writeFileSync(join(folder(), 'locked'), 'not a folder');
    expect(() => linkBinding(clone('locked'), binding())).toThrow(
      expect.objectContaining({ code: 'OUTPUT_UNWRITABLE' }) as Error,
    );
  });

  it('works with the installed version of the package', () => {
    expect(findTfjsPackage().version).toBe('4.22.0');
  });
});
