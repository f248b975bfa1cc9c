import { type Problem, type Session } from '@lintel/contracts';
import { TestBrowser } from './testing/browser';
import { startTestSignIn, type TestSignIn } from './testing/test-sign-in';

let app: TestSignIn;
beforeAll(async () => {
  app = await startTestSignIn();
});
afterAll(() => app.close());

async function problemOf(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as Problem).code];
}
const at = (path: string): string => `${app.url}${path}`;

async function signedIn(signInName: string, password: string): Promise<TestBrowser> {
  const browser = new TestBrowser();
  const response = await browser.ask(at('/v1/session'), { method: 'POST', json: { signInName, password } });
  expect(response.status).toBe(200);
  return browser;
}

describe('signing in', () => {
  it('returns the person and sets a cookie that is restricted from scripts, other sites and plain text', async () => {
    const { id, password } = await app.person('ada');
    const browser = new TestBrowser();
    const json = { signInName: ' ADA ', password };
    const response = await browser.ask(at('/v1/session'), { method: 'POST', json });
    expect((await response.json()) as Session).toMatchObject({
      identity: { kind: 'person', id, name: 'ada', scopes: null },
      signInName: 'ada',
      mustChangePassword: false,
    });
    expect(browser.setCookies).toEqual([
      expect.stringMatching(/^lintel_session=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax$/),
    ]);
    expect(await (await browser.ask(at('/v1/rooms'))).json()).toEqual({ by: 'ada' });
    expect((await browser.ask(at('/v1/session'))).status).toBe(200);
  });

  it('is valid in every app that uses the database', async () => {
    const { password } = await app.person('both');
    const browser = await signedIn('both', password);
    const { url } = await app.startAnother();
    expect((await browser.ask(`${url}/v1/rooms`)).status).toBe(200);
    await browser.ask(`${url}/v1/session`, { method: 'DELETE' });
    expect((await browser.ask(at('/v1/rooms'))).status).toBe(401);
  });

  it('gives a new token each time, so that a planted one is worthless', async () => {
    const { password } = await app.person('fixed');
    const browser = await signedIn('fixed', password);
    const planted = browser.cookie('lintel_session')!;
    const json = { signInName: 'fixed', password };
    await browser.ask(at('/v1/session'), { method: 'POST', json });
    expect(browser.cookie('lintel_session')).not.toBe(planted);
    const cookie = `lintel_session=${planted}`;
    expect(await problemOf(await fetch(at('/v1/session'), { headers: { cookie } }))).toEqual([401, 'NOT_SIGNED_IN']);
  });

  it('with a wrong password is refused, and from the fifth attempt on says how long to wait', async () => {
    await app.person('eve');
    const wrong = { method: 'POST', json: { signInName: 'eve', password: 'wrong' } };
    for (let attempt = 1; attempt <= 6; attempt++) {
      const response = await new TestBrowser().ask(at('/v1/session'), wrong);
      expect(Number(response.headers.get('retry-after'))).toBe(attempt < 5 ? 0 : 60);
      expect(await problemOf(response)).toEqual([401, 'SIGN_IN_REFUSED']);
    }
  });

  it('cannot be triggered by a foreign page for its visitor', async () => {
    const { password } = await app.person('victim');
    const json = { signInName: 'victim', password };
    const elsewhere = new TestBrowser({ 'sec-fetch-site': 'cross-site' });
    const response = await elsewhere.ask(at('/v1/session'), { method: 'POST', json });
    expect(await problemOf(response)).toEqual([403, 'NOT_PERMITTED']);
    expect(elsewhere.setCookies).toEqual([]);
  });

  it('lists the ways to sign in to every caller', async () => {
    expect(await (await fetch(at('/v1/session/methods'))).json()).toEqual({ password: true, oidc: null });
    const attempt = { state: 's', nonce: 'n', verifier: 'v', returnTo: '/.//evil.example' };
    const cookie = `lintel_oidc=${Buffer.from(JSON.stringify(attempt)).toString('base64url')}`;
    for (const path of ['', '?returnTo=/.//evil.example', '/callback', '/callback?code=c&state=s']) {
      for (const accept of ['text/html', 'application/json']) {
        const headers = { accept, cookie };
        const response = await fetch(at(`/v1/session/oidc${path}`), { headers, redirect: 'manual' });
        expect([response.headers.get('location'), ...(await problemOf(response))]).toEqual([null, 404, 'NOT_FOUND']);
      }
    }
  });
});

describe('signing out', () => {
  it('ends the session and removes the cookie', async () => {
    const { password } = await app.person('leaver');
    const browser = await signedIn('leaver', password);
    const cookie = `lintel_session=${browser.cookie('lintel_session')}`;
    expect((await browser.ask(at('/v1/session'), { method: 'DELETE' })).status).toBe(204);
    expect(browser.cookie('lintel_session')).toBeUndefined();
    expect((await fetch(at('/v1/rooms'), { headers: { cookie } })).status).toBe(401);
  });
});

describe('a password that someone else set', () => {
  it('allows only changing it, which ends all other sessions and gives a new token', async () => {
    const grants = [{ vertical: 'shop', role: 'viewer' as const }];
    const account = { signInName: 'newcomer', name: 'Newcomer', grants, createdBy: 'test' };
    const { password } = await app.identities.accounts.create(account);
    const [browser, other] = [await signedIn('newcomer', password), await signedIn('newcomer', password)];
    expect(await problemOf(await browser.ask(at('/v1/rooms')))).toEqual([403, 'PASSWORD_CHANGE_NEEDED']);
    const token = browser.cookie('lintel_session');
    const change = (current: string, next: string) =>
      browser.ask(at('/v1/session/password'), { method: 'PUT', json: { current, next } });
    expect(await problemOf(await change(password, 'short'))).toEqual([400, 'INVALID_ARGUMENT']);
    expect(await problemOf(await change('wrong', 'a password of my own'))).toEqual([401, 'SIGN_IN_REFUSED']);
    const changed = await change(password, 'a password of my own');
    expect(await changed.json()).toMatchObject({ mustChangePassword: false, signInName: 'newcomer' });
    expect(browser.cookie('lintel_session')).not.toBe(token);
    expect((await browser.ask(at('/v1/rooms'))).status).toBe(200);
    expect(await problemOf(await other.ask(at('/v1/rooms')))).toEqual([401, 'NOT_SIGNED_IN']);
  });
});

describe('an API key', () => {
  it('has a session to show, and none to end, and no password', async () => {
    const { key } = await app.identities.apiKeys.create({
      name: 'the till',
      grants: [{ vertical: 'shop', role: 'viewer' }],
      scopes: ['jobs:read'],
      expiresInDays: null,
      createdBy: 'test',
    });
    const headers = { authorization: `Bearer ${key}` };
    expect(await (await fetch(at('/v1/session'), { headers })).json()).toMatchObject({
      identity: { kind: 'machine', name: 'the till', scopes: ['jobs:read'] },
      signInName: null,
      expiresAt: null,
    });
    expect((await fetch(at('/v1/session'), { method: 'DELETE', headers })).status).toBe(409);
  });
});
