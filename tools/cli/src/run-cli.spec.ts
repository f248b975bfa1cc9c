import { TABLE_RECIPES, TASK_IDS } from '@lintel/contracts';
import { MODEL_FAMILIES } from '@lintel/core-ml/training';
import { MODELS } from './tasks/image-classification/image-classification';
import { lintel } from './testing/lintel';
import { temporaryFolder } from './testing/picture-folder';

const cacheDir = temporaryFolder();

describe('the command line', () => {
  it.each([
    ...['doctor', 'train', 'evaluate', 'predict', 'export'],
    ...['publish', 'tail', 'replay', 'status'].map((name) => `stream ${name}`),
    ...['list', 'show', 'replay', 'discard'].map((name) => `stream dead-letters ${name}`),
  ])('explains "%s" with an example', async (command) => {
    const { exitCode, stdout, stderr } = await lintel({ cacheDir }, ...command.split(' '), '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`$ npx lintel ${command}`);
    expect(stdout).toContain('--json');
    expect(stderr).toBe('');
  });

  it('shows its help, and requires a command with exit code 2 if there is none', async () => {
    const help = await lintel({ cacheDir }, '--help');
    expect([help.exitCode, help.stdout.includes('doctor'), help.stderr]).toEqual([0, true, '']);
    const nothing = await lintel({ cacheDir });
    expect([nothing.exitCode, nothing.stdout, nothing.stderr.includes('doctor')]).toEqual([2, '', true]);
    expect((await lintel({ cacheDir }, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('offers every architecture, task and recipe', async () => {
    expect([...MODELS]).toEqual(MODEL_FAMILIES.map(({ name }) => name));
    const { stdout } = await lintel({ cacheDir }, 'train', '--help');
    for (const name of [...TASK_IDS, 'scratch', 'transfer', ...TABLE_RECIPES]) expect(stdout).toContain(`"${name}"`);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['trian'], /unknown command 'trian'/],
    ['a missing option', ['train', '--data', 'x'], /'--out <dir>' not specified/],
    ['an unknown option', ['doctor', '--fast'], /unknown option '--fast'/],
    ['a word for a number', ['train', '--data', 'x', '--out', 'y', '--epochs', 'ten'], /whole number from 1/],
    ['a share of one', ['train', '--data', 'x', '--out', 'y', '--validation', '1'], /share of at least 0/],
    [
      'an unknown architecture',
      ['train', '--data', 'x', '--out', 'y', '--model', 'vgg'],
      /Allowed choices are two-conv/,
    ],
    ['two ways to the events', ['stream', 'tail', 'x', '--brokers', 'a:1', '--database', 'b'], /cannot be used with/],
    ['a replay to nowhere', ['stream', 'replay', 'x', '--group', 'g'], /'--to <moment>' not specified/],
    ['no picture', ['predict', '--model', 'x'], /missing required argument 'file'/],
  ])('rejects %s with exit code 2', async (_, args, message) => {
    const plain = await lintel({ cacheDir }, ...args);
    expect(plain.exitCode).toBe(2);
    expect(plain.stderr).toMatch(message);
    expect(plain.stdout).toBe('');

    const { exitCode, json } = await lintel({ cacheDir }, ...args, '--json');
    expect(exitCode).toBe(2);
    expect(json).toMatchObject({
      error: { code: 'INVALID_ARGUMENT', problem: expect.stringMatching(message) as string },
    });
  });

  it('prints problem, expected, received and cure of a failure', async () => {
    const args = ['predict', '--model', '/absent/model', 'x.jpg'];
    const { exitCode, stdout, stderr } = await lintel({ cacheDir }, ...args);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /There is no model in \/absent\/model\.\n {2}expected: .*\n {2}received: .*\n {2}cure: {5}.*/,
    );
    const { json } = await lintel({ cacheDir }, ...args, '--json');
    expect(json).toMatchObject({ error: { code: 'NOT_FOUND', retryable: false } });
  });
});
