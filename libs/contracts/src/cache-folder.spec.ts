import { cacheFolder } from './cache-folder';

describe('the cache of a user', () => {
  it('is outside the project', () => {
    expect(cacheFolder({ HOME: '/home/ada' }, '/root')).toBe('/home/ada/.cache/lintel');
    expect(cacheFolder({}, '/root')).toBe('/root/.cache/lintel');
  });

  it('uses XDG_CACHE_HOME if it is absolute, as its specification requires', () => {
    expect(cacheFolder({ HOME: '/home/ada', XDG_CACHE_HOME: '/var/cache/ada' }, '/root')).toBe('/var/cache/ada/lintel');
    expect(cacheFolder({ HOME: '/home/ada', XDG_CACHE_HOME: 'cache' }, '/root')).toBe('/home/ada/.cache/lintel');
  });

  it('follows LINTEL_CACHE_DIR before all', () => {
    expect(cacheFolder({ LINTEL_CACHE_DIR: '/big', XDG_CACHE_HOME: '/var/cache/ada' }, '/root')).toBe('/big');
  });
});
