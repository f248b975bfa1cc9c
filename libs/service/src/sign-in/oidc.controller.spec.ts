import { type Problem, type Session } from '@lintel/contracts';
import { openIdentities, openPlatformDatabase, type DataSource, type Identities } from '@lintel/data';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AttemptSeal } from './attempt-seal';
import { TestBrowser } from './testing/browser';

/** Runs in a separate process: the provider and its client are ES modules, which jest cannot load. */
let program: ChildProcess;
let app: { readonly url: string; readonly issuer: string; readonly databaseUrl: string };
let database: DataSource;
let identities: Identities;

beforeAll(async () => {
  const hook = join(__dirname, '../../../../typescript-register.cjs');
  const script = join(__dirname, 'testing/programs/serve-oidc.ts');
  const args = ['--conditions=@lintel/source', '--no-warnings', '--require', hook, script];
  program = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  program.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [line] = (await Promise.race([
    once(createInterface(program.stdout!), 'line'),
    once(program, 'exit').then(() => Promise.reject(new Error(errors))),
  ])) as [string];
  app = JSON.parse(line) as typeof app;
  database = await openPlatformDatabase(app.databaseUrl, { poolSize: 1 });
  identities = openIdentities(database);
});
afterAll(async () => {
  await database?.destroy();
  program.stdin!.end();
  await once(program, 'exit');
});

/** The client secret of `serve-oidc.ts`. */
const SECRET = 'between the two of them';
const HTML = { accept: 'text/html' };

/** Walks the redirects, and fills the provider's forms, until the app sends the browser to one of its pages. */
async function walk(browser: TestBrowser, address: string, login: string): Promise<{ page: string; callback: string }> {
  let callback = '';
  let response = await browser.ask(address, { headers: HTML });
  for (let step = 0; step < 20; step++) {
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, response.url);
      if (next.origin === app.url && !next.pathname.startsWith('/v1/')) {
        return { page: next.pathname + next.search + next.hash, callback };
      }
      if (next.pathname.endsWith('/callback')) callback = next.href;
      response = await browser.ask(next.href, { headers: HTML });
      continue;
    }
    const html = await response.text();
    const form = /action="([^"]+)"[\s\S]*name="prompt" value="([^"]+)"/.exec(html);
    if (form === null) throw new Error(`${response.status} ${response.url}: ${html}`);
    const [, action = '', prompt = ''] = form;
    const fields = { prompt, login, password: 'any' };
    response = await browser.ask(new URL(action, response.url).href, { method: 'POST', form: fields });
  }
  throw new Error('the redirects never ended');
}

/** @param person `ada:shop-staff,leads`: the name, and the current groups */
async function signIn(person: string, returnTo = '/jobs/?page=2#row') {
  const [login = '', groups = ''] = person.split(':');
  await fetch(`${app.issuer}/groups/${login}/${groups}`, { method: 'PUT' });
  const browser = new TestBrowser();
  const begin = `${app.url}/v1/session/oidc?returnTo=${encodeURIComponent(returnTo)}`;
  return { browser, ...(await walk(browser, begin, login)) };
}

async function sessionIn(browser: TestBrowser): Promise<Session | number> {
  const response = await browser.ask(`${app.url}/v1/session`);
  return response.ok ? ((await response.json()) as Session) : response.status;
}

describe('signing in through the identity provider', () => {
  it('is offered by name', async () => {
    expect(await (await fetch(`${app.url}/v1/session/methods`)).json()).toEqual({
      password: true,
      oidc: { name: 'The house', address: '/v1/session/oidc' },
    });
  });

  it('uses PKCE, state and nonce, hides them from scripts, and returns the browser to its page', async () => {
    const begin = await new TestBrowser().ask(`${app.url}/v1/session/oidc`);
    expect(begin.headers.getSetCookie()[0]).toMatch(
      /^lintel_oidc=[\w-]+\.[\w-]{43}; Max-Age=600; Path=\/v1\/session\/oidc;.*HttpOnly; SameSite=Lax$/,
    );
    const asked = Object.fromEntries(new URL(begin.headers.get('location')!).searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });

    const { browser, page } = await signIn('ada:shop-staff');
    expect(page).toBe('/jobs/?page=2#row');
    expect(browser.cookie('lintel_oidc')).toBeUndefined();
    expect(await sessionIn(browser)).toMatchObject({
      identity: { kind: 'person', name: 'Name of ada', grants: [{ vertical: 'shop', role: 'operator' }] },
      signInName: 'ada',
      mustChangePassword: false,
    });
    const account = await identities.accounts.named('ada');
    expect(account).toMatchObject({ external: true, createdBy: 'identity provider' });
  });

  it('grants the roles of all current groups to the same account', async () => {
    const first = await signIn('grace:shop-staff');
    const { id } = await identities.accounts.named('grace');
    await signIn('grace:leads,shop-staff,unknown');
    const { identity } = (await sessionIn(first.browser)) as Session;
    expect(identity.id).toBe(id);
    expect(identity.grants).toEqual([
      { vertical: '*', role: 'reviewer' },
      { vertical: 'shop', role: 'operator' },
    ]);
  });

  it('is refused without a group that has a role, and ends the open sessions of such a person', async () => {
    const { browser } = await signIn('mallory:shop-staff');
    const { page, browser: again } = await signIn('mallory:unknown');
    expect(page).toBe('/jobs/?page=2&sign-in-refused=SIGN_IN_REFUSED');
    expect([await sessionIn(again), await sessionIn(browser)]).toEqual([401, 401]);
    await expect(signIn('nobody:')).resolves.toMatchObject({ page: expect.stringContaining('refused') as string });
    await expect(identities.accounts.named('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('never takes over an account that has a password', async () => {
    await identities.accounts.create({ signInName: 'root', name: 'Root', grants: [], createdBy: 'test' });
    const { browser } = await signIn('root:shop-staff');
    expect(await sessionIn(browser)).toMatchObject({ signInName: expect.stringMatching(/^root-/) as string });
    expect((await identities.accounts.named('root')).grants).toEqual([]);
  });

  it('is rejected in another browser, with another state, or a second time', async () => {
    const { callback, browser } = await signIn('eve:shop-staff');
    const attemptOf = (state: string): string => {
      const attempt = { state, nonce: 'n', verifier: 'v'.repeat(43), returnTo: '/' };
      // Signed as by the app, whose secret the test knows.
      return `lintel_oidc=${new AttemptSeal(SECRET, 60_000).close(attempt)}`;
    };
    const state = new URL(callback).searchParams.get('state')!;
    const comeBack = async (cookie: string): Promise<unknown[]> => {
      const response = await fetch(callback, { headers: { accept: 'application/json', cookie } });
      const hasSession = response.headers.getSetCookie().join().includes('lintel_session');
      return [response.status, ((await response.json()) as Problem).code, hasSession];
    };
    const cookies = ['other=1', 'lintel_oidc=x', attemptOf('other'), attemptOf(state)];
    const answers = await Promise.all(cookies.map(comeBack));
    expect(answers).toEqual(Array(4).fill([401, 'SIGN_IN_REFUSED', false]));
    expect(await sessionIn(browser)).toMatchObject({ signInName: 'eve' });
  });

  it('never redirects elsewhere because of a planted cookie, signed or not', async () => {
    const attempt = { state: 's', nonce: 'n', verifier: 'v'.repeat(43), returnTo: '/.//evil.example' };
    const plain = Buffer.from(JSON.stringify(attempt)).toString('base64url');
    const signed = new AttemptSeal(SECRET, 60_000).close(attempt);
    for (const cookie of [plain, `${plain}.`, signed]) {
      for (const query of ['?code=c&state=s', '?error=access_denied&state=s', '']) {
        const headers = { ...HTML, cookie: `lintel_oidc=${cookie}` };
        const response = await fetch(`${app.url}/v1/session/oidc/callback${query}`, { headers, redirect: 'manual' });
        expect([response.status, response.headers.get('location')]).toEqual([303, '/?sign-in-refused=SIGN_IN_REFUSED']);
      }
    }
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/..//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
  ])('never redirects to another site: %s', async (returnTo) => {
    expect((await signIn('ada:shop-staff', returnTo)).page).toBe('/');
  });
});
