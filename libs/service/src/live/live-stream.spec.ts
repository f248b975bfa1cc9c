import { type Problem } from '@lintel/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { startTestSignIn, TEST_MAX_LIVE_STREAMS, type TestSignIn } from '../sign-in/testing/test-sign-in';

let app: TestSignIn;
beforeAll(async () => {
  app = await startTestSignIn();
});
afterAll(() => app.close());

type Credentials = Readonly<Record<string, string>>;

interface Followed {
  readonly status: number;
  readonly problem: Problem | undefined;
  isOver(): boolean;
  leave(): void;
}

async function follow(headers: Credentials): Promise<Followed> {
  const leaving = new AbortController();
  const response = await fetch(`${app.url}/v1/rooms/live`, { headers, signal: leaving.signal });
  if (response.status !== 200) {
    const problem = (await response.json()) as Problem;
    return { status: response.status, problem, isOver: () => true, leave: () => undefined };
  }
  let over = false;
  void (async () => {
    try {
      for await (const _ of response.body!);
    } catch {
      // Disconnected, by the service or by the test.
    }
    over = true;
  })();
  return { status: 200, problem: undefined, isOver: () => over, leave: () => leaving.abort() };
}

async function session(name: string): Promise<{ id: string; token: string; headers: Credentials }> {
  const { id } = await app.person(name);
  const { token } = await app.identities.sessions.create(id);
  return { id, token, headers: { cookie: `lintel_session=${token}` } };
}

async function key(name: string): Promise<{ id: string; headers: Credentials }> {
  const grants = [{ vertical: 'shop', role: 'viewer' as const }];
  const wanted = { name, grants, scopes: ['jobs:read' as const], expiresInDays: 1, createdBy: 'test' };
  const { apiKey, key } = await app.identities.apiKeys.create(wanted);
  return { id: apiKey.id, headers: { authorization: `Bearer ${key}` } };
}

async function within(ms: number, holds: () => boolean): Promise<void> {
  for (const until = Date.now() + ms; !holds(); await delay(50)) {
    if (Date.now() > until) throw new Error('It did not happen in time.');
  }
}

describe('a live stream', () => {
  it('ends within seconds of its sign-out elsewhere, or a change of its account, roles or key, and no other stream does', async () => {
    const { accounts, apiKeys } = app.identities;
    const [out, off, poor, stays] = [
      await session('out'),
      await session('off'),
      await session('poor'),
      await session('stays'),
    ];
    const [revoked, expired, kept] = [await key('revoked'), await key('expired'), await key('kept')];
    const streams = await Promise.all(
      [out, off, poor, revoked, expired, stays, kept].map(({ headers }) => follow(headers)),
    );
    expect(streams.map(({ status }) => status)).toEqual(Array(7).fill(200));

    const { url } = await app.startAnother();
    const asked = { method: 'DELETE', headers: { ...out.headers, 'sec-fetch-site': 'same-origin' } };
    expect((await fetch(`${url}/v1/session`, asked)).status).toBe(204);
    await accounts.change(off.id, { disabled: true });
    await accounts.change(poor.id, { grants: [] });
    await apiKeys.revoke(revoked.id);
    await app.database.query("UPDATE platform.api_key SET expires_at = now() - interval '1 s' WHERE id = $1", [
      expired.id,
    ]);

    await within(15_000, () => streams.slice(0, 5).every((stream) => stream.isOver()));
    await delay(6_000);
    expect(streams.slice(5).map((stream) => stream.isOver())).toEqual([false, false]);
    const again = await Promise.all([out, off, poor, revoked, expired].map(({ headers }) => follow(headers)));
    // The key cache may still admit the two for the rest of its ten seconds; the next check does not.
    expect(again.slice(0, 3).map(({ status }) => status)).toEqual([401, 401, 403]);
    for (const stream of [...streams, ...again]) stream.leave();
  }, 60_000);

  it('is refused with 429 to a caller with too many, until one of them is closed, and to no other caller', async () => {
    const greedy = await session('greedy');
    const twice = { cookie: `lintel_session=${(await app.identities.sessions.create(greedy.id)).token}` };
    const streams = await Promise.all(
      Array.from({ length: TEST_MAX_LIVE_STREAMS }, (_, at) => follow(at % 2 === 0 ? greedy.headers : twice)),
    );
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    expect(await follow(twice)).toMatchObject({
      status: 429,
      problem: { code: 'RATE_LIMITED', title: expect.any(String) as string },
    });
    const modest = await follow((await session('modest')).headers);
    expect(modest.status).toBe(200);
    streams[0]!.leave();
    let later = await follow(greedy.headers);
    for (let tries = 0; later.status !== 200 && tries < 100; tries += 1) {
      await delay(50);
      later = await follow(greedy.headers);
    }
    expect(later.status).toBe(200);
    for (const stream of [...streams, modest, later]) stream.leave();
  }, 30_000);
});
