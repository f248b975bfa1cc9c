import { type NewApiKey } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { type ApiKeys } from './api-keys';
import { openTestIdentities, type TestIdentities } from './testing/open-test-identities';

const DAY = 24 * 3_600_000;
const REQUEST: NewApiKey & { createdBy: string } = {
  name: 'the till',
  grants: [{ vertical: 'shop', role: 'operator' }],
  scopes: ['predictions:make'],
  expiresInDays: 30,
  createdBy: 'Ada',
};

let identities: TestIdentities;
let keys: ApiKeys;
beforeAll(async () => {
  identities = await openTestIdentities();
  keys = identities.apiKeys;
});
afterAll(() => identities.close());

describe('an API key', () => {
  it('says which machine asks, and is kept without its secret', async () => {
    const { apiKey, key } = await keys.create(REQUEST);
    expect(key).toMatch(/^lintel_[a-z0-9]{8}_[\w-]{43}$/);
    expect(key.split('_')[1]).toBe(apiKey.prefix);
    const { name, grants, scopes } = REQUEST;
    expect(await keys.find(key)).toEqual({
      identity: { kind: 'machine', id: apiKey.id, name, grants, scopes },
      expiresAt: new Date(identities.now.getTime() + 30 * DAY),
    });
    const secret = key.split('_').slice(2).join('_');
    const rows: unknown = await identities.database.query('SELECT *, encode(key_hash, $1) FROM platform.api_key', [
      'escape',
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it.each(['', 'lintel_', 'lintel_abcdefgh_short', 'Bearer x', `lintel_abcdefgh_${'a'.repeat(43)}`])(
    'is refused if it was never issued: "%s"',
    async (key) => {
      expect(await keys.find(key)).toBeUndefined();
    },
  );

  it('opens nothing after its time, or never ends', async () => {
    const { key } = await keys.create({ ...REQUEST, expiresInDays: 1 });
    const lasting = await keys.create({ ...REQUEST, expiresInDays: null });
    identities.later(DAY - 1);
    expect(await keys.find(key)).toMatchObject({ identity: { name: 'the till' } });
    identities.later(1);
    expect(await keys.find(key)).toBeUndefined();
    expect(await keys.find(lasting.key)).toMatchObject({ expiresAt: null });
  });

  it('opens nothing once it is revoked, and is still listed', async () => {
    const { apiKey, key } = await keys.create(REQUEST);
    const revokedAt = identities.now.toISOString();
    expect(await keys.revoke(apiKey.id)).toMatchObject({ id: apiKey.id, revokedAt });
    expect(await keys.find(key)).toBeUndefined();
    identities.later(1_000);
    expect(await keys.revoke(apiKey.id)).toMatchObject({ revokedAt });
    expect((await keys.list())[0]).toMatchObject({ id: apiKey.id, revokedAt });
    const unknown = '0196a1b2-0000-7000-8000-000000000000';
    expect(await refusal(() => keys.revoke(unknown))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('notes its use to the minute', async () => {
    const { apiKey, key } = await keys.create({ ...REQUEST, expiresInDays: null });
    const lastUsed = async () => (await keys.list()).find(({ id }) => id === apiKey.id)?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    identities.now = new Date('2031-08-01T10:20:30.000Z');
    await keys.find(key);
    identities.now = new Date('2031-08-01T10:20:59.000Z');
    await keys.find(key);
    expect(await lastUsed()).toBe('2031-08-01T10:20:00.000Z');
    identities.now = new Date('2031-08-01T10:21:00.000Z');
    await keys.find(key);
    expect(await lastUsed()).toBe('2031-08-01T10:21:00.000Z');
  });
});
