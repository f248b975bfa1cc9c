import { dirname, join, relative } from 'node:path';
import { engineLayout } from './engine-layout';
import { engineRelease } from './engine-release';

describe('the paths of the engine', () => {
  it('keeps versions, flavours and platforms apart', () => {
    const { folder } = engineLayout('/cache', engineRelease('linux-x64', 'cuda'), '4.22.0');
    expect(folder).toBe('/cache/libtensorflow/2.21.0-cuda-linux-x64');
  });

  it('finds the libraries by the same relative path before and after the binding is put in place', () => {
    const { binding, newBinding, coreLibrary } = engineLayout('/cache', engineRelease('linux-x64', 'cpu'), '4.22.0');
    const libraries = relative(dirname(newBinding), dirname(coreLibrary));
    expect(join(dirname(binding), libraries)).toBe(dirname(coreLibrary));
  });
});
