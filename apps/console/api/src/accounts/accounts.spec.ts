import { type Account, type ApiKey, type Grant } from '@lintel/contracts';
import { startTestConsole, type TestCaller, type TestConsole } from '../testing/test-console';

const ADMIN: Grant = { vertical: '*', role: 'admin' };
const CLINIC: Grant = { vertical: 'clinic', role: 'operator' };
/** May manage accounts, and has no permission in any vertical. */
const OFFICE: Grant = { vertical: 'platform', role: 'admin' };

let console_: TestConsole;
let office: TestCaller;
beforeAll(async () => {
  console_ = await startTestConsole();
  office = await console_.as({ name: 'Office', grants: [OFFICE] });
});
afterAll(() => console_.stop());

let made = 0;
async function create(grants: Grant[], by: TestCaller = console_): Promise<{ account: Account; password: string }> {
  return by.send('POST', '/v1/accounts', { signInName: `person-${++made}`, name: 'Some One', grants });
}
/** @returns the session token of a browser */
async function signIn({ account, password }: { account: Account; password: string }): Promise<string> {
  const { accounts, sessions } = console_.models.platform.identity;
  await accounts.changePassword(account.id, { current: password, next: 'a password of my own' });
  return (await sessions.create(account.id)).token;
}
function withCookie(token: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(console_.url + path, {
    method,
    headers: { cookie: `lintel_session=${token}`, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe('accounts', () => {
  it('are created with a password that is shown once, changed, disabled, and enabled again', async () => {
    const { account, password } = await create([CLINIC]);
    expect(account).toMatchObject({ createdBy: 'Ada', mustChangePassword: true, grants: [CLINIC] });
    expect(JSON.stringify(await console_.get('/v1/accounts'))).not.toContain(password);
    const path = `/v1/accounts/${account.id}`;
    expect(await console_.send('PATCH', path, { name: 'Grace', disabled: true })).toMatchObject({ disabled: true });
    const { items } = await console_.get<{ items: Account[] }>('/v1/accounts');
    expect(items.find(({ id }) => id === account.id)).toMatchObject({ name: 'Grace', disabled: true });
    expect(await console_.send('PATCH', path, { disabled: false })).toMatchObject({ name: 'Grace', disabled: false });
    const reset = await console_.send<{ password: string }>('POST', `${path}/reset-password`);
    expect(reset.password).not.toBe(password);
    const body = { signInName: account.signInName.toUpperCase(), name: 'Other', grants: [] };
    expect((await console_.refused(409, 'POST', '/v1/accounts', body)).code).toBe('CONFLICT');
  });

  it('are signed out everywhere by another administrator', async () => {
    const made = await create([ADMIN]);
    const token = await signIn(made);
    expect((await withCookie(token, 'GET', '/v1/accounts')).status).toBe(200);
    await console_.send('POST', `/v1/accounts/${made.account.id}/sign-out`);
    expect((await withCookie(token, 'GET', '/v1/accounts')).status).toBe(401);
  });
});

describe('an account manager', () => {
  it('grants no more than their own permissions', async () => {
    const body = { signInName: 'crony', name: 'Crony', grants: [CLINIC] };
    expect(await office.refused(403, 'POST', '/v1/accounts', body)).toMatchObject({
      code: 'NOT_PERMITTED',
      received: 'predictions:read in clinic',
    });
    await office.refused(403, 'POST', '/v1/accounts', { ...body, grants: [ADMIN] });
    const { account } = await create([{ vertical: 'platform', role: 'viewer' }], office);
    await office.refused(403, 'PATCH', `/v1/accounts/${account.id}`, { grants: [ADMIN] });
    await office.send('PATCH', `/v1/accounts/${account.id}`, { grants: [OFFICE] });
  });

  it('cannot change an account with more permissions', async () => {
    const { account } = await create([ADMIN]);
    await office.refused(403, 'POST', `/v1/accounts/${account.id}/reset-password`);
    for (const change of [{ disabled: true }, { grants: [] }, { name: 'Puppet' }]) {
      await office.refused(403, 'PATCH', `/v1/accounts/${account.id}`, change);
    }
  });

  it('cannot reduce their own permissions, and needs their current password to change it', async () => {
    const made = await create([ADMIN]);
    const token = await signIn(made);
    const own = `/v1/accounts/${made.account.id}`;
    const answers = await Promise.all([
      withCookie(token, 'PATCH', own, { disabled: true }),
      withCookie(token, 'PATCH', own, { grants: [CLINIC] }),
      withCookie(token, 'POST', `${own}/reset-password`),
      withCookie(token, 'PATCH', own, { name: 'Renamed' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 200]);
  });
});

describe('API keys', () => {
  const KEY = { name: 'the till', grants: [CLINIC], scopes: ['predictions:make'] };

  it('are created, shown once, and stop working once they are revoked', async () => {
    const { apiKey, key } = await console_.send<{ apiKey: ApiKey; key: string }>('POST', '/v1/api-keys', KEY);
    expect(apiKey).toMatchObject({ name: 'the till', createdBy: 'Ada', revokedAt: null });
    const days = (Date.parse(apiKey.expiresAt!) - Date.parse(apiKey.createdAt)) / 86_400_000;
    expect(days).toBe(365);
    expect(key).toContain(`_${apiKey.prefix}_`);
    await console_.send('DELETE', `/v1/api-keys/${apiKey.id}`);
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${console_.url}/v1/session`, { headers })).status).toBe(401);
    const listed = await console_.get<{ items: ApiKey[] }>('/v1/api-keys');
    expect(listed.items.find(({ id }) => id === apiKey.id)?.revokedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain(key);
  });

  it('are granted no more than the permissions of their creator', async () => {
    expect((await office.refused(403, 'POST', '/v1/api-keys', KEY)).code).toBe('NOT_PERMITTED');
    const everywhere = { ...KEY, grants: [ADMIN], scopes: ['accounts:manage'] };
    await office.refused(403, 'POST', '/v1/api-keys', everywhere);
    await office.send('POST', '/v1/api-keys', { ...everywhere, grants: [OFFICE] });
  });

  it('that are narrowed to scopes grant no more than those', async () => {
    const narrow = await console_.as({ scopes: ['accounts:manage', 'jobs:read'] });
    await narrow.refused(403, 'POST', '/v1/api-keys', { ...KEY, scopes: ['predictions:make'] });
    await narrow.send('POST', '/v1/api-keys', { ...KEY, scopes: ['jobs:read'] });
  });
});
