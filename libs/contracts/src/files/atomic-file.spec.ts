import { mkdir, open, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '../testing/refusal';
import { asOrdinaryUser, temporaryFolder } from '../testing/temporary-folder';
import { writeAtomically } from './atomic-file';

const folder = temporaryFolder();
const path = join(folder, 'result');

describe('a file that is written atomically', () => {
  it('keeps its old content until the new one is whole', async () => {
    await writeFile(path, 'old');
    await writeAtomically(path, async (file) => {
      await file.write('new');
      expect(await readFile(path, 'utf8')).toBe('old');
    });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['result']);
  });

  it('stays as it was when the disk is full, which is said', async () => {
    const error = await refusal(() =>
      writeAtomically(path, async (file) => {
        await file.write('half');
        const full = await open('/dev/full', 'w'); // The system's device that is always full.
        await full.write('more').finally(() => full.close());
      }),
    );
    expect(error).toMatchObject({ code: 'DISK_FULL', retryable: true });
    expect(error.problem).toContain(path);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['result']);
  });

  it('refuses a folder without the right to write, with a cure', async () => {
    const locked = join(folder, 'locked');
    await mkdir(locked, { mode: 0o555 });
    const error = await asOrdinaryUser(folder, () =>
      refusal(() => writeAtomically(join(locked, 'result'), () => Promise.resolve())),
    );
    await rmdir(locked);
    expect(error.code).toBe('OUTPUT_UNWRITABLE');
    expect(error.cure).toContain('may write to');
  });

  it('passes on a mistake of the writer as it is', async () => {
    await expect(writeAtomically(path, () => Promise.reject(new TypeError('a mistake')))).rejects.toThrow(TypeError);
    expect(await readdir(folder)).toEqual(['result']);
  });
});
