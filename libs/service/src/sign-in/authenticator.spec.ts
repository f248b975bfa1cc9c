import { type Problem } from '@lintel/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestSignIn, type TestSignIn } from './testing/test-sign-in';

let app: TestSignIn;
let cookie: string;
beforeAll(async () => {
  app = await startTestSignIn({ config: { PUBLIC_URL: 'https://shop.example' } });
  const { id } = await app.person('ada');
  cookie = `lintel_session=${(await app.identities.sessions.create(id)).token}`;
});
afterAll(() => app.close());

const ROOMS = '/v1/rooms';
async function ask(method: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(app.url + ROOMS, { method, headers });
  return response.ok ? 'done' : ((await response.json()) as Problem).code;
}
function makeKey(expiresInDays: number | null = null) {
  const grants = [{ vertical: 'shop', role: 'viewer' as const }];
  const key = { name: 'the till', grants, scopes: ['jobs:read' as const], expiresInDays, createdBy: 'test' };
  return app.identities.apiKeys.create(key);
}

describe('a change requested with a cookie', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 'done'],
    [{ 'sec-fetch-site': 'none' }, 'done'],
    [{ 'sec-fetch-site': 'same-site' }, 'NOT_PERMITTED'],
    [{ 'sec-fetch-site': 'cross-site' }, 'NOT_PERMITTED'],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' }, 'NOT_PERMITTED'],
    [{ origin: 'https://shop.example' }, 'done'],
    [{ origin: 'OWN' }, 'done'],
    [{ origin: 'http://shop.example' }, 'NOT_PERMITTED'],
    [{ origin: 'https://shop.example.evil' }, 'NOT_PERMITTED'],
    [{ origin: 'http://127.0.0.1:1' }, 'NOT_PERMITTED'],
    [{ origin: 'null' }, 'NOT_PERMITTED'],
    [{}, 'NOT_PERMITTED'],
  ])('with %j is answered with %s', async (headers, expected) => {
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'OWN' ? app.url : value]),
    );
    expect(await ask('POST', { cookie, ...(sent as Record<string, string>) })).toBe(expected);
  });

  it('needs no origin check with a key, even if there is also a cookie', async () => {
    const { key } = await makeKey();
    expect(await ask('POST', { authorization: `Bearer ${key}` })).toBe('done');
    expect(await ask('POST', { 'x-api-key': key, cookie, 'sec-fetch-site': 'cross-site' })).toBe('done');
  });
});

describe('a read', () => {
  it('is admitted from any origin: no other page can read the response', async () => {
    expect(await ask('GET', { cookie, 'sec-fetch-site': 'cross-site' })).toBe('done');
  });
});

describe('credentials', () => {
  it.each([
    [{}],
    [{ cookie: 'lintel_session=' }],
    [{ cookie: `lintel_session=${'a'.repeat(43)}` }],
    [{ cookie: 'lintel_session=%00; other=1' }],
    [{ authorization: 'Bearer lintel_abcdefgh_x' }],
    [{ authorization: 'Basic YWRhOmFkYQ==' }],
    [{ 'x-api-key': 'secret' }],
  ])('that are invalid are answered as such: %j', async (headers) => {
    expect(await ask('GET', headers)).toBe('NOT_SIGNED_IN');
  });

  it('are found among other cookies', async () => {
    expect(await ask('GET', { cookie: `theme=dark; ${cookie}; language=en` })).toBe('done');
  });

  it('of an account that is disabled end at once', async () => {
    const { id } = await app.person('leaver');
    const own = `lintel_session=${(await app.identities.sessions.create(id)).token}`;
    expect(await ask('GET', { cookie: own })).toBe('done');
    await app.identities.accounts.change(id, { disabled: true });
    expect(await ask('GET', { cookie: own })).toBe('NOT_SIGNED_IN');
  });

  it('of a machine cost one query in ten seconds, and end within them once the key is revoked', async () => {
    const { apiKey, key } = await makeKey();
    const headers = { authorization: `Bearer ${key}` };
    const query = jest.spyOn(app.database, 'query');
    await Promise.all(Array.from({ length: 20 }, () => ask('GET', headers)));
    expect(query.mock.calls.filter(([sql]) => sql.startsWith('SELECT') && sql.includes('api_key'))).toHaveLength(1);
    query.mockRestore();
    await app.identities.apiKeys.revoke(apiKey.id);
    const revokedAt = Date.now();
    while ((await ask('GET', headers)) === 'done') await delay(200);
    expect(Date.now() - revokedAt).toBeLessThan(10_500);
  });
});
