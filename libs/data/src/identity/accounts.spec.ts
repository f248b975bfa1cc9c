import { type Grant } from '@lintel/contracts';
import argon2 from '@node-rs/argon2';
import { refusal } from '@lintel/contracts/testing/refusal';
import { Accounts } from './accounts';
import { ensureAdministrator } from './ensure-administrator';
import { Passwords } from './passwords';
import { openTestIdentities, type TestIdentities } from './testing/open-test-identities';

const MINUTE = 60_000;
const ADMIN: Grant[] = [{ vertical: '*', role: 'admin' }];
const VIEWER: Grant[] = [{ vertical: 'shop', role: 'viewer' }];

let identities: TestIdentities;
let accounts: Accounts;
beforeAll(async () => {
  identities = await openTestIdentities();
  accounts = identities.accounts;
});
afterAll(() => identities.close());

let made = 0;
/** A new account with a unique name. */
async function someone(grants = VIEWER) {
  const signInName = `person-${++made}`;
  const created = await accounts.create({ signInName, name: 'Some One', grants, createdBy: 'test' });
  return { ...created, signInName, id: created.account.id };
}

describe('the first administrator', () => {
  it('is made by one of many programs that start at once, and never again', async () => {
    const { database } = identities;
    const answers = await Promise.all(Array.from({ length: 6 }, () => ensureAdministrator(database)));
    const [first, ...others] = answers.filter((answer) => answer !== undefined);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ signInName: 'admin' });
    expect(await ensureAdministrator(database)).toBeUndefined();
    const account = await accounts.signIn('admin', first!.password);
    expect(account).toMatchObject({ grants: ADMIN, mustChangePassword: true, createdBy: 'lintel' });
  });
});

describe('an account', () => {
  it('is made with a random password, which its owner must change', async () => {
    const { account, password, signInName } = await someone();
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await someone()).password).not.toBe(password);
    expect(account).toMatchObject({ external: false, disabled: false, lockedUntil: null, lastSignInAt: null });
    expect(await accounts.signIn(signInName, password)).toMatchObject({
      mustChangePassword: true,
      lastSignInAt: identities.now.toISOString(),
    });
  });

  it('has a sign-in name that is unique regardless of case, and never changes', async () => {
    await accounts.create({ signInName: 'grace', name: 'Grace', grants: [], createdBy: 'test' });
    const again = accounts.create({ signInName: 'GRACE', name: 'Another', grants: [], createdBy: 'test' });
    expect(await refusal(() => again)).toMatchObject({ code: 'CONFLICT' });
    expect(await accounts.named('Grace')).toMatchObject({ signInName: 'grace', name: 'Grace' });
    const change = identities.database.query("UPDATE platform.account SET sign_in_name = 'hopper'");
    await expect(change).rejects.toThrow('never changed');
  });

  it('changes by what is named alone', async () => {
    const { id } = await someone();
    expect(await accounts.change(id, { name: 'New Name' })).toMatchObject({ name: 'New Name', grants: VIEWER });
    expect(await accounts.change(id, { disabled: true })).toMatchObject({ name: 'New Name', disabled: true });
    expect(await accounts.change(id, { grants: [] })).toMatchObject({ disabled: true, grants: [] });
    expect(await accounts.change(id, { disabled: false })).toMatchObject({ disabled: false });
    expect(await refusal(() => accounts.change('nobody', {}))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('that is disabled is signed out at once and gets in no more, with the answer of a wrong password', async () => {
    const { id, signInName, password } = await someone();
    const { token } = await identities.sessions.create(id);
    await accounts.change(id, { disabled: true });
    expect(await identities.sessions.find(token)).toBeUndefined();
    const [right, wrong] = await Promise.all([
      refusal(() => accounts.signIn(signInName, password)),
      refusal(() => accounts.signIn('nobody-1', password)),
    ]);
    expect(right.toJSON()).toEqual(wrong.toJSON());
    await accounts.change(id, { disabled: false });
    expect(await identities.sessions.find(token)).toBeUndefined();
  });
});

describe('the last administrator', () => {
  it('cannot be disabled or demoted, also where several try at once to be the last but one', async () => {
    const one = await accounts.named('admin');
    const other = await someone(ADMIN);
    const outcomes = await Promise.allSettled([
      accounts.change(one.id, { disabled: true }),
      accounts.change(other.id, { grants: VIEWER }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(rejected?.reason).toMatchObject({ code: 'CONFLICT' });
    const administrators = (await accounts.list()).filter((each) => !each.disabled && each.grants[0]?.role === 'admin');
    expect(administrators).toHaveLength(1);
    const [last] = administrators;
    // The name can change, and a failed attempt has no effect.
    expect(await accounts.change(last!.id, { name: 'Last' })).toMatchObject({ name: 'Last', disabled: false });
    await accounts.change(one.id, { disabled: false, grants: ADMIN });
  });
});

describe('wrong passwords', () => {
  const lockOf = async (name: string): Promise<number> => {
    const { code, retryAfterMs = 0 } = await refusal(() => accounts.signIn(name, 'wrong password'));
    expect(code).toBe('SIGN_IN_REFUSED');
    return retryAfterMs;
  };

  it('lock a name at the fifth for a minute, then for twice as long each, for an hour at most', async () => {
    const { signInName, password, id } = await someone();
    for (const expected of [0, 0, 0, 0, 1]) expect(await lockOf(signInName)).toBe(expected * MINUTE);
    expect((await accounts.get(id)).lockedUntil).toBe(new Date(identities.now.getTime() + MINUTE).toISOString());
    // Even the right password is refused, and the attempt is not counted.
    expect(await refusal(() => accounts.signIn(signInName, password))).toMatchObject({ retryAfterMs: MINUTE });
    const locks: number[] = [];
    for (let lock = MINUTE; locks.length < 8; locks.push(lock)) {
      identities.later(lock);
      lock = await lockOf(signInName);
    }
    expect(locks.map((ms) => ms / MINUTE)).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    identities.later(60 * MINUTE);
    expect((await accounts.get(id)).lockedUntil).toBeNull();
    await accounts.signIn(signInName, password);
    expect(await lockOf(signInName)).toBe(0);
  });

  it('for an unknown name get the same error and take the same time', async () => {
    const { signInName } = await someone();
    const verify = jest.spyOn(argon2, 'verify');
    for (let attempt = 1; attempt <= 7; attempt++) {
      const known = await refusal(() => accounts.signIn(signInName, 'wrong'));
      const worked = verify.mock.calls.length;
      const unknown = await refusal(() => accounts.signIn('nobody-2', 'wrong'));
      expect(unknown.toJSON()).toEqual(known.toJSON());
      expect(unknown.retryAfterMs).toBe(known.retryAfterMs);
      expect(verify.mock.calls.length).toBe(2 * worked);
      verify.mockClear();
    }
    verify.mockRestore();
  });

  it('that come all at once are judged no more than five times', async () => {
    const { signInName } = await someone();
    const verify = jest.spyOn(argon2, 'verify');
    await Promise.all(Array.from({ length: 20 }, () => refusal(() => accounts.signIn(signInName, 'wrong'))));
    expect(verify).toHaveBeenCalledTimes(5);
    verify.mockRestore();
  });

  it('are forgotten after a day, and after a right one', async () => {
    const { signInName, password } = await someone();
    for (let attempt = 0; attempt < 4; attempt++) await lockOf(signInName);
    identities.later(24 * 60 * MINUTE + 1);
    for (let attempt = 0; attempt < 4; attempt++) expect(await lockOf(signInName)).toBe(0);
    await accounts.signIn(signInName, password);
    for (let attempt = 0; attempt < 4; attempt++) expect(await lockOf(signInName)).toBe(0);
  });

  it('are kept without the name, into which people type their password', async () => {
    await refusal(() => accounts.signIn('hunter2-marked', 'wrong'));
    const rows: unknown = await identities.database.query('SELECT * FROM platform.sign_in_attempt');
    expect(JSON.stringify(rows)).not.toContain('hunter2-marked');
  });
});

describe('a password', () => {
  it('changed by its owner ends all sessions, and no longer has to be changed', async () => {
    const { id, signInName, password } = await someone();
    const { token } = await identities.sessions.create(id);
    const next = 'a password of my own';
    expect(await refusal(() => accounts.changePassword(id, { current: 'wrong', next }))).toMatchObject({
      code: 'SIGN_IN_REFUSED',
    });
    expect(await identities.sessions.find(token)).toMatchObject({ mustChangePassword: true });
    expect(await accounts.changePassword(id, { current: password, next })).toMatchObject({ mustChangePassword: false });
    expect(await identities.sessions.find(token)).toBeUndefined();
    await accounts.signIn(signInName, next);
    expect(await refusal(() => accounts.signIn(signInName, password))).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  });

  it('of one’s own is neither the old one nor the sign-in name', async () => {
    const { account } = await accounts.create({
      signInName: 'ada-lovelace',
      name: 'Ada',
      grants: [],
      createdBy: 'test',
    });
    const { password } = await accounts.resetPassword(account.id);
    for (const next of [password, 'Ada-Lovelace']) {
      const changed = accounts.changePassword(account.id, { current: password, next });
      expect(await refusal(() => changed)).toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
  });

  it('guessed from an open session locks the name as well', async () => {
    const { id } = await someone();
    const guess = () => refusal(() => accounts.changePassword(id, { current: 'wrong', next: 'a longer password' }));
    for (let attempt = 0; attempt < 4; attempt++) await guess();
    expect((await guess()).retryAfterMs).toBe(MINUTE);
  });

  it('that is reset opens a locked account with the new one alone, and ends its sessions', async () => {
    const { id, signInName, password } = await someone();
    const { token } = await identities.sessions.create(id);
    for (let attempt = 0; attempt < 5; attempt++) await refusal(() => accounts.signIn(signInName, 'wrong'));
    const reset = await accounts.resetPassword(id);
    expect(reset.account).toMatchObject({ lockedUntil: null, mustChangePassword: true });
    expect(await identities.sessions.find(token)).toBeUndefined();
    expect(await refusal(() => accounts.signIn(signInName, password))).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    await accounts.signIn(signInName, reset.password);
  });

  it('hashed with a lower cost is rehashed when its owner signs in', async () => {
    const { id, signInName, password } = await someone();
    const stronger = new Accounts(identities.database, {
      now: () => identities.now,
      passwords: new Passwords({ memoryCost: 128, timeCost: 1, parallelism: 1 }),
    });
    const hashNow = async (): Promise<string> => {
      const sql = 'SELECT password_hash FROM platform.account WHERE id = $1';
      const rows = await identities.database.query<{ password_hash: string }[]>(sql, [id]);
      return rows[0]!.password_hash;
    };
    expect(await hashNow()).toContain('m=64,');
    await stronger.signIn(signInName, password);
    expect(await hashNow()).toContain('m=128,');
    await accounts.signIn(signInName, password);
    expect(await hashNow()).toContain('m=128,');
  });
});
