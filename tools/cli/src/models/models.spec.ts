import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey } from '@lintel/core-ml';
import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { lintel, type Outcome } from '../testing/lintel';
import { temporaryFolder } from '../testing/picture-folder';

const NAME = 'shop.colours';
const folder = temporaryFolder();
let postgres: TestPostgres;
let model: string;
let environment: Record<string, string>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  model = await writeColourModel();
  mkdirSync(folder, { recursive: true });
  const key = join(folder, 'signing-key.pem');
  writeFileSync(key, generateSigningKey().privateKeyPem);
  environment = {
    DATABASE_URL: postgres.url,
    ARTIFACT_DIR: join(folder, 'artifacts'),
    MODEL_SIGNING_KEY: key,
    USER: 'ada',
  };
});
afterAll(() => postgres.stop());

const run = (args: readonly string[], without: readonly string[] = []): Promise<Outcome> => {
  const given = Object.fromEntries(Object.entries(environment).filter(([name]) => !without.includes(name)));
  return lintel({ cacheDir: folder, environment: given }, 'models', ...args);
};
const register = (...more: string[]): Promise<Outcome> =>
  run(['register', '--model', model, '--name', NAME, '--json', ...more]);

describe('lintel models', () => {
  it('registers a model folder, promotes it, and rolls back', async () => {
    expect((await run(['list'])).stdout).toContain('There are no models yet.');
    const reason = ['--reason', 'Made by hand.'];
    expect((await register('--promote', ...reason)).json).toMatchObject({ number: 1, promoted: true });
    expect((await register()).json).toMatchObject({ number: 2, promoted: false });
    const listed = await run(['list', '--name', NAME]);
    expect(listed.stdout).toMatch(/2\s+-[\s\S]*1\s+champion[\s\S]*ada/);

    const refused = await run(['promote', '--name', NAME, '--version', '2']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/cure/);
    const promoted = await run(['promote', '--name', NAME, '--version', '2', '--override', '--reason', 'I looked.']);
    expect(promoted.stdout).toContain(`${NAME}: version 2 is the champion now.`);
    expect((await run(['roll-back', '--name', NAME])).stdout).toContain('version 1 is the champion again');
    const { json } = await lintel({ cacheDir: folder, environment }, 'audit', 'list', '--subject', NAME, '--json');
    expect((json['entries'] as { action: string }[]).map(({ action }) => action)).toEqual([
      'model.rolled-back',
      'model.promoted',
      'model.promoted',
    ]);
    expect((await run(['list', '--json'])).json).toMatchObject({
      models: [{ name: NAME, champion: { number: 1, by: 'ada' }, versions: 2 }],
    });
  });

  it.each([
    ['a folder without a model', ['register', '--model', '/nowhere', '--name', NAME], [], 1, /There is no model/],
    ['an invalid name', ['register', '--model', 'MODEL', '--name', 'Colours'], [], 2, /name/],
    ['no key', ['register', '--model', 'MODEL', '--name', NAME], ['MODEL_SIGNING_KEY'], 2, /MODEL_SIGNING_KEY/],
    ['no artefacts', ['list'], ['ARTIFACT_DIR'], 2, /ARTIFACT_DIR/],
    ['a version that there is not', ['promote', '--name', NAME, '--version', '99'], [], 1, /no version 99/],
    ['a model that there is not', ['list', '--name', 'shop.none'], [], 1, /shop.none/],
  ])('with %s says what is wrong and how to cure it', async (_, args, without, code, told) => {
    const { exitCode, stderr } = await run(
      args.map((arg) => (arg === 'MODEL' ? model : arg)),
      without,
    );
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(told);
  });
});
