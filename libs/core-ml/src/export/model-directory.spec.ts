import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LintelError } from '@lintel/contracts';
import { ModelDirectory } from './model-directory';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lintel-model-directory-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The error of `work`; root can write everywhere, so it runs as the user nobody. */
async function refusal(work: () => Promise<unknown>): Promise<LintelError> {
  await chmod(folder, 0o755);
  if (process.geteuid?.() === 0) process.seteuid?.(65534);
  try {
    await work();
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  } finally {
    process.seteuid?.(process.getuid!());
  }
  throw new Error('Nothing was refused.');
}

describe('the place of a model', () => {
  it.each([
    ['a read-only parent', 'parent/model', 'parent'],
    ['a read-only folder far above', 'parent/more/folders/model', 'parent'],
    ['a read-only folder of its own', 'parent/model', 'parent/model'],
  ])('with %s is refused before training, with a cure', async (_, out, readOnly) => {
    await mkdir(join(folder, readOnly), { recursive: true });
    await chmod(join(folder, 'parent'), 0o777);
    await chmod(join(folder, readOnly), 0o555);
    const error = await refusal(() => new ModelDirectory(join(folder, out)).prepare(false));
    expect(error).toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      problem: `${join(folder, out)} cannot be written.`,
      received: expect.stringContaining('EACCES: permission denied') as string,
      cure: 'Choose a folder that this user may write to, or change its permissions.',
    });
    expect(await readdir(join(folder, 'parent'))).toEqual(readOnly === 'parent' ? [] : ['model']);
  });

  it.each([
    ['a name that is too long', 'x'.repeat(300)],
    ['a file among the folders of its path', 'file/model'],
  ])('with %s is refused before training, not reported as a mistake of Lintel', async (_, out) => {
    await writeFile(join(folder, 'file'), '');
    const error = await refusal(() => new ModelDirectory(join(folder, out)).prepare(false));
    expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});
