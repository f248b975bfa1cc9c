import { type Grant } from '@lintel/contracts';
import { refusal } from '@lintel/contracts/testing/refusal';
import { type ExternalPerson } from './external-accounts';
import { openTestIdentities, type TestIdentities } from './testing/open-test-identities';

const VIEWER: Grant[] = [{ vertical: 'shop', role: 'viewer' }];
const ADA: ExternalPerson = {
  issuer: 'https://id.example',
  subject: 'u-1',
  name: 'Ada Lovelace',
  signInNames: ['Ada', 'ada@example.com'],
  grants: VIEWER,
};

let identities: TestIdentities;
beforeAll(async () => {
  identities = await openTestIdentities();
});
afterAll(() => identities.close());

const signIn = (change: Partial<ExternalPerson> = {}) => identities.externalAccounts.signIn({ ...ADA, ...change });

describe('an account of an identity provider', () => {
  it('is made at the first sign-in, and is the same at the next, also of two at once', async () => {
    const [one, other] = await Promise.all([signIn(), signIn()]);
    expect(one).toMatchObject({ signInName: 'ada', name: 'Ada Lovelace', external: true, mustChangePassword: false });
    expect(other.id).toBe(one.id);
    expect((await signIn({ name: 'Ada King' })).name).toBe('Ada King');
  });

  it('may do what its groups say today', async () => {
    const grants: Grant[] = [{ vertical: 'clinic', role: 'reviewer' }];
    expect((await signIn({ grants })).grants).toEqual(grants);
    expect((await signIn()).grants).toEqual(VIEWER);
  });

  it('that has lost all its groups is refused, and signed out everywhere', async () => {
    const { id } = await signIn();
    const { token } = await identities.sessions.create(id);
    expect(await refusal(() => signIn({ grants: [] }))).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await identities.sessions.find(token)).toBeUndefined();
    expect((await identities.accounts.get(id)).grants).toEqual([]);
  });

  it('is not made for somebody without a group', async () => {
    expect(await refusal(() => signIn({ subject: 'u-2', grants: [] }))).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect((await identities.accounts.list()).filter(({ external }) => external)).toHaveLength(1);
  });

  it('never takes over an account with a password, nor one of another provider, of the same name', async () => {
    const { account } = await identities.accounts.create({
      signInName: 'grace',
      name: 'Grace',
      grants: [],
      createdBy: 'test',
    });
    const stranger = await signIn({ subject: 'u-3', name: 'Grace', signInNames: ['grace'] });
    const other = await signIn({ issuer: 'https://other.example', subject: 'u-3', signInNames: ['grace'] });
    expect(new Set([account.id, stranger.id, other.id]).size).toBe(3);
    expect(stranger.signInName).toMatch(/^grace-[0-9a-f]{12}$/);
    expect((await identities.accounts.get(account.id)).grants).toEqual([]);
  });

  it('gets a name even if the provider gives no valid one', async () => {
    const { signInName, name } = await signIn({ subject: 'u-4', name: '\u0000', signInNames: ['不 好', ' '] });
    expect(signInName).toMatch(/^external-[0-9a-f]{12}$/);
    expect(name).toBe('u-4');
  });

  it('is refused if it is disabled, and accepts no password', async () => {
    const { id, signInName } = await signIn({ subject: 'u-5', signInNames: ['eve'] });
    expect(await refusal(() => identities.accounts.resetPassword(id))).toMatchObject({ code: 'CONFLICT' });
    expect(await refusal(() => identities.accounts.signIn(signInName, ''))).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    await identities.accounts.create({
      signInName: 'root',
      name: 'Root',
      grants: [{ vertical: '*', role: 'admin' }],
      createdBy: 'test',
    });
    await identities.accounts.change(id, { disabled: true });
    expect(await refusal(() => signIn({ subject: 'u-5' }))).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  });
});
