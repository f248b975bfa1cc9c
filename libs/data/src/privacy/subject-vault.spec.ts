import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { DataKeys } from './data-keys';
import { SubjectKeys } from './subject-keys';
import { SubjectVault } from './subject-vault';

const CACHE_MS = 300;
const MASTER = randomBytes(32);

let postgres: TestPostgres;
let database: DataSource;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

/** Simulates another process, with a separate cache. */
const openKeys = (dataKeys = new DataKeys(MASTER)): SubjectKeys =>
  new SubjectKeys(database, dataKeys, { cacheMs: CACHE_MS });
const shop = (keys = openKeys()): SubjectVault => new SubjectVault(keys, 'shop');
const seal = async (vault: SubjectVault, subject: string, text: string, field = 'row.name'): Promise<Buffer> =>
  (await vault.sealer(subject)).seal(field, Buffer.from(text));
const erase = (keys: SubjectKeys, subject: string, vertical = 'shop'): Promise<readonly string[]> =>
  keys.destroy(vertical, subject, (_, { keyIds }) => Promise.resolve(keyIds));

describe('what is sealed', () => {
  it('opens in another process, in its field and its vertical alone', async () => {
    const sealed = await seal(shop(), 'ada', 'a picture');
    const other = shop();
    expect((await other.open('row.name', sealed)).toString()).toBe('a picture');
    await expect(other.open('row.note', sealed)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    const clinic = new SubjectVault(openKeys(), 'clinic');
    await expect(clinic.open('row.name', sealed)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    await expect(other.open('row.name', Buffer.from('never sealed, but long enough'))).rejects.toMatchObject({
      code: 'ARTIFACT_CORRUPT',
    });
  });

  it('has one key per subject and vertical, also when created concurrently', async () => {
    const sealers = await Promise.all(Array.from({ length: 8 }, () => shop().sealer('grace')));
    expect(new Set(sealers.map(({ keyId }) => keyId)).size).toBe(1);
    const elsewhere = await new SubjectVault(openKeys(), 'clinic').sealer('grace');
    expect(elsewhere.keyId).not.toBe(sealers[0]!.keyId);
  });

  it('and whose it is are not to be seen in the database', async () => {
    await seal(shop(), 'customer 4711', 'x');
    const rows: unknown = await database.query('SELECT subject_key::text FROM platform.subject_key');
    // Ciphertext in hexadecimal may hold any digits by chance.
    expect(JSON.stringify(rows)).not.toContain('customer');
  });
});

describe('an erasure', () => {
  it('ends all reading: at once in its process, within the time of the cache in others, and for others nothing', async () => {
    const [here, there] = [openKeys(), openKeys()];
    const sealed = await seal(shop(here), 'bob', 'a name');
    const kept = await seal(shop(here), 'carol', 'kept');
    expect((await shop(there).open('row.name', sealed)).toString()).toBe('a name');
    expect(await erase(here, 'bob')).toHaveLength(1);
    await expect(shop(here).open('row.name', sealed)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    await delay(CACHE_MS + 50);
    await expect(shop(there).open('row.name', sealed)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    expect((await shop(here).openEach('row.name', [kept, sealed])).map((plain) => plain?.toString() ?? null)).toEqual([
      'kept',
      null,
    ]);
  });

  it('reported by another process takes effect at once', async () => {
    const [here, there] = [openKeys(), openKeys()];
    const sealed = await seal(shop(there), 'dora', 'a name');
    there.forget(await erase(here, 'dora'));
    await expect(shop(there).open('row.name', sealed)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
  });

  it('is not undone by a reading that began before it', async () => {
    const [here, there] = [openKeys(), openKeys()];
    const sealed = await seal(shop(there), 'emil', 'a name');
    for (let round = 0; round < 20; round++) {
      const reading = shop(here)
        .open('row.name', sealed)
        .catch(() => undefined);
      if (round === 10) await erase(here, 'emil');
      await reading;
    }
    await expect(shop(here).open('row.name', sealed)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
  });

  it('may be repeated, and who comes back has a new key', async () => {
    const keys = openKeys();
    const before = await seal(shop(keys), 'fritz', 'old');
    const first = await erase(keys, 'fritz');
    expect(await erase(keys, 'fritz')).toEqual(first);
    const after = await seal(shop(keys), 'fritz', 'new');
    expect((await shop(keys).open('row.name', after)).toString()).toBe('new');
    await expect(shop(keys).open('row.name', before)).rejects.toMatchObject({ code: 'SUBJECT_ERASED' });
    expect(await keys.find('shop', 'fritz')).toMatchObject({
      keyIds: [first[0], expect.any(String) as string],
      since: expect.any(String) as string,
      erasedAt: expect.any(String) as string,
    });
  });

  it('that is rolled back erases nothing', async () => {
    const keys = openKeys();
    const sealed = await seal(shop(keys), 'gina', 'a name');
    await expect(keys.destroy('shop', 'gina', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await shop(openKeys()).open('row.name', sealed)).toString()).toBe('a name');
  });

  it('leaves no key behind in the row', async () => {
    const keys = openKeys();
    await seal(shop(keys), 'hugo', 'a name');
    const [id] = await erase(keys, 'hugo');
    const rows: unknown = await database.query('SELECT wrapped FROM platform.subject_key WHERE id = $1', [id]);
    expect(rows).toEqual([{ wrapped: null }]);
  });
});

describe('the master key', () => {
  it('can be replaced: everything opens before and after all keys are rewrapped, then without the old one', async () => {
    const sealed = await seal(shop(), 'ines', 'a name');
    const next = randomBytes(32);
    const both = openKeys(new DataKeys(next, [MASTER]));
    expect((await shop(both).open('row.name', sealed)).toString()).toBe('a name');
    expect(await both.rewrap()).toBeGreaterThan(0);
    expect(await both.rewrap()).toBe(0);
    const alone = openKeys(new DataKeys(next));
    expect((await shop(alone).open('row.name', sealed)).toString()).toBe('a name');
    expect((await shop(alone).sealer('ines')).keyId).toBe((await shop(both).sealer('ines')).keyId);
    await openKeys(new DataKeys(MASTER, [next])).rewrap();
  });

  it('that is another than that of the database is refused at the start', async () => {
    await openKeys().check();
    const stranger = openKeys(new DataKeys(randomBytes(32)));
    await expect(stranger.check()).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });
});
