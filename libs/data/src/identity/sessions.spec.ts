import { type Sessions } from './sessions';
import { openTestIdentities, type TestIdentities } from './testing/open-test-identities';

const MINUTE = 60_000;

let identities: TestIdentities;
let sessions: Sessions;
let accountId: string;
beforeAll(async () => {
  identities = await openTestIdentities();
  sessions = identities.sessions;
  const grants = [{ vertical: 'shop', role: 'viewer' as const }];
  const { account } = await identities.accounts.create({ signInName: 'ada', name: 'Ada', grants, createdBy: 'test' });
  accountId = account.id;
});
afterAll(() => identities.close());

async function rows(): Promise<{ token_hash: Buffer; last_seen_at: Date }[]> {
  return identities.database.query('SELECT * FROM platform.session WHERE account_id = $1', [accountId]);
}

describe('a session', () => {
  it('returns the account in its current state', async () => {
    const { token, expiresAt } = await sessions.create(accountId);
    expect(await sessions.find(token)).toEqual({
      identity: {
        kind: 'person',
        id: accountId,
        name: 'Ada',
        grants: [{ vertical: 'shop', role: 'viewer' }],
        scopes: null,
      },
      signInName: 'ada',
      mustChangePassword: true,
      expiresAt,
    });
    await identities.accounts.change(accountId, { grants: [] });
    expect((await sessions.find(token))?.identity.grants).toEqual([]);
    expect(await sessions.find(`${token}x`)).toBeUndefined();
  });

  it('is kept without its token', async () => {
    const { token } = await sessions.create(accountId);
    expect(token).toMatch(/^[\w-]{43}$/);
    const kept = (await rows()).map((row) => row.token_hash.toString('base64url'));
    expect(kept).not.toContain(token);
  });

  it('ends an hour after the last request, and twelve hours after its beginning', async () => {
    const { token, expiresAt } = await sessions.create(accountId);
    const begin = identities.now.getTime();
    expect(expiresAt.getTime() - begin).toBe(720 * MINUTE);
    for (let minutes = 50; minutes < 720; minutes += 50) {
      identities.now = new Date(begin + minutes * MINUTE);
      expect(await sessions.find(token)).toMatchObject({ signInName: 'ada' });
    }
    identities.now = new Date(begin + 720 * MINUTE);
    expect(await sessions.find(token)).toBeUndefined();

    const idle = await sessions.create(accountId);
    identities.later(59 * MINUTE);
    expect(await sessions.find(idle.token)).toMatchObject({ signInName: 'ada' });
    identities.later(60 * MINUTE);
    expect(await sessions.find(idle.token)).toBeUndefined();
  });

  it('that is only looked up expires as if it had not been', async () => {
    const { token } = await sessions.create(accountId);
    identities.later(50 * MINUTE);
    expect(await sessions.find(token, { isUse: false })).toMatchObject({ signInName: 'ada' });
    identities.later(10 * MINUTE);
    expect(await sessions.find(token, { isUse: false })).toBeUndefined();
  });

  it('notes its use once a minute', async () => {
    await sessions.endAll(accountId);
    const { token } = await sessions.create(accountId);
    const begin = identities.now;
    identities.later(59_000);
    await sessions.find(token);
    expect((await rows())[0]!.last_seen_at).toEqual(begin);
    identities.later(1_000);
    await sessions.find(token);
    expect((await rows())[0]!.last_seen_at).toEqual(identities.now);
  });

  it('takes the place of the one that the browser had', async () => {
    const planted = await sessions.create(accountId);
    const { token } = await sessions.create(accountId, planted.token);
    expect(await sessions.find(planted.token)).toBeUndefined();
    expect(await sessions.find(token)).toMatchObject({ signInName: 'ada' });
  });

  it('is ended alone or with all others of the account', async () => {
    await sessions.endAll(accountId);
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => sessions.create(accountId)));
    await sessions.end(one!.token);
    expect(await sessions.find(one!.token)).toBeUndefined();
    expect(await sessions.find(two!.token)).toMatchObject({ signInName: 'ada' });
    expect(await sessions.endAll(accountId)).toBe(2);
    expect(await sessions.find(three!.token)).toBeUndefined();
  });
});
