import { type FoundKey } from '@lintel/data';
import { KeyCache } from './key-cache';

const FOUND: FoundKey = {
  identity: { kind: 'machine', id: 'k-1', name: 'the till', grants: [], scopes: [] },
  expiresAt: null,
};

function cacheOf(answer: (key: string) => FoundKey | undefined) {
  const asked: string[] = [];
  const clock = { now: 1_000_000 };
  const find = (key: string): Promise<FoundKey | undefined> => {
    asked.push(key);
    return Promise.resolve(answer(key));
  };
  return { asked, clock, cache: new KeyCache({ find }, () => clock.now) };
}

describe('the keys of the last ten seconds', () => {
  it('are looked up once, and again after that', async () => {
    const { asked, clock, cache } = cacheOf(() => FOUND);
    await Promise.all([cache.find('a'), cache.find('a')]);
    clock.now += 9_999;
    expect(await cache.find('a')).toBe(FOUND);
    expect(asked).toEqual(['a']);
    clock.now += 1;
    await cache.find('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('are kept no longer than the key is valid', async () => {
    const expiresAt = new Date(1_003_000);
    const { asked, clock, cache } = cacheOf(() => ({ ...FOUND, expiresAt }));
    await cache.find('a');
    clock.now += 3_000;
    await cache.find('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('are only valid ones: a wrong key is never cached', async () => {
    const { asked, cache } = cacheOf(() => undefined);
    expect([await cache.find('a'), await cache.find('a')]).toEqual([undefined, undefined]);
    expect(asked).toEqual(['a', 'a']);
  });

  it('are a thousand at most', async () => {
    const { asked, cache } = cacheOf(() => FOUND);
    for (let key = 0; key <= 1_000; key++) await cache.find(`key ${key}`);
    asked.length = 0;
    await cache.find('key 1000');
    await cache.find('key 0');
    expect(asked).toEqual(['key 0']);
  });
});
