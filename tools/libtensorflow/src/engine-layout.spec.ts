import { dirname, join, relative } from 'node:path';
import { cacheFolder, engineLayout } from './engine-layout';
import { engineRelease } from './engine-release';

describe('where the engine lies', () => {
  it('is a cache of the user, outside the project', () => {
    expect(cacheFolder({ HOME: '/home/ada' })).toBe('/home/ada/.cache/lintel');
  });

  it('follows XDG_CACHE_HOME where it is absolute, as its specification wants it', () => {
    expect(cacheFolder({ HOME: '/home/ada', XDG_CACHE_HOME: '/var/cache/ada' })).toBe('/var/cache/ada/lintel');
    expect(cacheFolder({ HOME: '/home/ada', XDG_CACHE_HOME: 'cache' })).toBe('/home/ada/.cache/lintel');
  });

  it('follows LINTEL_CACHE_DIR before all', () => {
    expect(cacheFolder({ LINTEL_CACHE_DIR: '/big', XDG_CACHE_HOME: '/var/cache/ada' })).toBe('/big');
  });

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
