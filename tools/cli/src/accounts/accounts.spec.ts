import { AuditTrail, openIdentities, openPlatformDatabase, type DataSource } from '@lintel/data';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { tmpdir } from 'node:os';
import { lintel, type Outcome } from '../testing/lintel';

let postgres: TestPostgres;
let database: DataSource;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url, { poolSize: 1 });
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

const run = (...args: string[]): Promise<Outcome> =>
  lintel({ cacheDir: tmpdir(), environment: { DATABASE_URL: postgres.url, USER: 'ada' } }, ...args);

describe('lintel accounts', () => {
  it('creates the first administrator once, and gives them a new password', async () => {
    expect((await run('accounts', 'list')).stdout).toContain('There are no accounts yet');
    const { json } = await run('accounts', 'bootstrap', '--json');
    expect(json).toMatchObject({ signInName: 'admin', password: expect.stringMatching(/^\S{23}$/) as string });
    expect((await run('accounts', 'bootstrap', '--json')).json).toMatchObject({ made: false });
    const reset = await run('accounts', 'reset-password', '--sign-in-name', 'Admin', '--json');
    const { accounts } = openIdentities(database);
    await accounts.signIn('admin', reset.json['password'] as string);
  });

  it('creates, lists and disables accounts, and the trail records who did it', async () => {
    const made = await run(
      'accounts',
      'create',
      '--sign-in-name',
      'grace',
      '--name',
      'Grace Hopper',
      '--grant',
      'operator@shop',
      '--grant',
      'viewer',
    );
    expect(made.stdout).toMatch(/sign-in name {2}grace\npassword {6}\S{23}\n/);
    expect((await run('accounts', 'list')).stdout).toMatch(/grace +Grace Hopper +operator@shop, viewer +must change/);
    expect((await run('accounts', 'disable', '--sign-in-name', 'grace', '--by', 'Ada')).exitCode).toBe(0);
    expect((await run('accounts', 'list')).stdout).toMatch(/grace .* disabled/);
    const { items } = await new AuditTrail(database).page({ limit: 10 });
    expect(items.slice(0, 2)).toMatchObject([
      { action: 'account.disabled', actor: { kind: 'program', name: 'Ada' } },
      { action: 'account.created', actor: { kind: 'program', name: 'ada' } },
    ]);
  });

  it.each([
    ['the last administrator', ['accounts', 'disable', '--sign-in-name', 'admin'], 1, /last administrator/],
    ['a name that is taken', ['accounts', 'create', '--sign-in-name', 'ADMIN'], 1, /already/],
    ['an invalid name', ['accounts', 'create', '--sign-in-name', 'a b'], 2, /signInName/],
    ['an account that there is not', ['accounts', 'disable', '--sign-in-name', 'eve'], 1, /no account eve/],
    [
      'a role that there is not',
      ['accounts', 'create', '--sign-in-name', 'x', '--grant', 'king'],
      2,
      /operator@ecommerce/,
    ],
    [
      'a scope that there is not',
      ['keys', 'create', '--name', 'x', '--grant', 'admin', '--scope', 'all'],
      2,
      /predictions:read/,
    ],
    ['a key that there is not', ['keys', 'revoke', '--prefix', 'nothing'], 1, /lintel_nothing_/],
  ] as const)('with %s says what is wrong', async (_, args, code, told) => {
    const { exitCode, stderr } = await run(...args);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(told);
  });
});

describe('lintel keys', () => {
  it('creates a key that is valid until it is revoked', async () => {
    const { json } = await run(
      'keys',
      'create',
      '--name',
      'till',
      '--grant',
      'operator@shop',
      '--scope',
      'predictions:make',
      '--json',
    );
    const key = json['key'] as string;
    const { apiKeys } = openIdentities(database);
    expect((await apiKeys.find(key))?.identity).toMatchObject({ name: 'till', scopes: ['predictions:make'] });
    expect((await run('keys', 'list')).stdout).toMatch(/till +operator@shop +expires 20\d\d-/);
    expect((await run('keys', 'revoke', '--prefix', key.split('_')[1]!)).exitCode).toBe(0);
    expect(await apiKeys.find(key)).toBeUndefined();
    expect((await run('keys', 'list')).stdout).toMatch(/till .* revoked/);
  });

  it('gives a key all permissions of its roles if no scope is named, and no expiry if none is requested', async () => {
    const { json } = await run(
      'keys',
      'create',
      '--name',
      'monitor',
      '--grant',
      'viewer',
      '--expires',
      'never',
      '--json',
    );
    expect(json['apiKey']).toMatchObject({
      expiresAt: null,
      scopes: expect.arrayContaining(['jobs:read']) as string[],
    });
  });
});
