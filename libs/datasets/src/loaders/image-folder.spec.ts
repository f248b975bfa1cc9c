import { chmod, mkdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { refusal } from '@lintel/contracts/testing/refusal';
import { asOrdinaryUser, temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { openImageFolder } from './image-folder';

const base = temporaryFolder();
let count = 0;

async function folderWith(...files: string[]): Promise<string> {
  const root = join(base, String(count++));
  await mkdir(root);
  for (const file of files) {
    await mkdir(join(root, file.endsWith('/') ? file : dirname(file)), { recursive: true });
    if (!file.endsWith('/')) await writeFile(join(root, file), '');
  }
  return root;
}

describe('an image folder', () => {
  it('gives every picture with its class, in an order that every machine agrees on', async () => {
    const root = await folderWith('b/2.png', 'b/10.JPG', 'a/x.jpeg', 'Z/1.webp');
    const { classNames, entries } = await openImageFolder(root);
    expect(classNames).toEqual(['Z', 'a', 'b']);
    expect(entries.map(({ path, label, part }) => [relative(root, path), label, part])).toEqual([
      ['Z/1.webp', 0, null],
      ['a/x.jpeg', 1, null],
      ['b/10.JPG', 2, null],
      ['b/2.png', 2, null],
    ]);
  });

  it('may declare its parts', async () => {
    const root = await folderWith('Train/a/1.jpg', 'Train/b/1.jpg', 'val/a/2.jpg', 'test/b/3.jpg');
    const { classNames, entries } = await openImageFolder(root);
    expect(classNames).toEqual(['a', 'b']);
    expect(entries.map(({ className, part }) => `${part}/${className}`)).toEqual([
      'train/a',
      'train/b',
      'test/b',
      'validation/a',
    ]);
  });

  it('takes a folder "train" with pictures for a class of trains', async () => {
    const root = await folderWith('train/1.jpg', 'ship/1.jpg');
    expect((await openImageFolder(root)).classNames).toEqual(['ship', 'train']);
  });

  it('leaves out hidden files and what file managers leave behind, and lists what else is no picture', async () => {
    const leftovers = ['a/.hidden.jpg', '.git/1.jpg', 'a/.DS_Store', 'a/Thumbs.db', 'desktop.ini', '__MACOSX/a/1.jpg'];
    const root = await folderWith('a/1.jpg', 'a/notes.txt', 'b/1.jpg', 'b/more/2.jpg', 'stray.jpg', ...leftovers);
    const { classNames, entries, ignored } = await openImageFolder(root);
    expect(classNames).toEqual(['a', 'b']);
    expect(entries).toHaveLength(2);
    expect(ignored).toEqual(['stray.jpg', 'a/notes.txt', 'b/more']);
  });

  it('takes a class folder in composed and one in decomposed Unicode for one class, and finds it in a model of either', async () => {
    const [composed, decomposed] = ['café'.normalize('NFC'), 'café'.normalize('NFD')];
    const root = await folderWith(`${composed}/1.jpg`, `${decomposed}/2.jpg`, 'tea/1.jpg');
    const { classNames, entries } = await openImageFolder(root);
    expect(classNames).toEqual([composed, 'tea']);
    expect(entries.map(({ path, label }) => [relative(root, path), label]).sort()).toEqual([
      [`${decomposed}/2.jpg`, 0],
      [`${composed}/1.jpg`, 0],
      ['tea/1.jpg', 1],
    ]);
    const model = await openImageFolder(root, { classNames: ['tea', decomposed] });
    expect(model.entries.filter(({ label }) => label === 1)).toHaveLength(2);
  });

  it('refuses names that are not UTF-8 by their bytes, or leaves such a picture out', async () => {
    const root = await folderWith('a/1.jpg', 'b/1.jpg');
    await writeFile(Buffer.concat([Buffer.from(join(root, 'a', 'caf')), Buffer.from([0xe9]), Buffer.from('.jpg')]), '');
    const error = await refusal(() => openImageFolder(root));
    expect(error).toMatchObject({
      code: 'DATASET_INVALID',
      problem: `The name of "caf\\xe9.jpg" in ${join(root, 'a')} is not UTF-8.`,
      received: 'the bytes 63 61 66 e9 2e 6a 70 67',
      cure: expect.stringContaining('convmv') as string,
    });
    const skipped = await openImageFolder(root, { onUnreadable: 'skip' });
    expect([skipped.entries.length, skipped.unreadable.map(({ problem }) => problem)]).toEqual([2, [error.problem]]);

    await mkdir(Buffer.concat([Buffer.from(join(root, 'th')), Buffer.from([0xe9])]));
    const folder = await refusal(() => openImageFolder(root, { onUnreadable: 'skip' }));
    expect(folder.problem).toContain('th\\xe9');
  });

  it('refuses links that lead to nothing or in a circle, or leaves such a picture out', async () => {
    const root = await folderWith('a/1.jpg', 'b/1.jpg');
    await symlink(join(root, 'gone.jpg'), join(root, 'a/dangling.jpg'));
    expect(await refusal(() => openImageFolder(root))).toMatchObject({
      code: 'NOT_FOUND',
      problem: `The link ${join(root, 'a/dangling.jpg')} leads to nothing.`,
    });
    await symlink('circle.jpg', join(root, 'a/circle.jpg'));
    await symlink('nowhere', join(root, 'a/notes.txt'));
    const { entries, unreadable, ignored } = await openImageFolder(root, { onUnreadable: 'skip' });
    expect(entries).toHaveLength(2);
    expect(unreadable.map(({ path }) => relative(root, path)).sort()).toEqual(['a/circle.jpg', 'a/dangling.jpg']);
    expect(ignored).toEqual(['a/notes.txt']);
  });

  it('refuses a link in the place of a class folder that leads to nothing or back: a class must not vanish', async () => {
    const root = await folderWith('a/1.jpg', 'b/1.jpg');
    await symlink('/absent/cats', join(root, 'cats'));
    const lost = await refusal(() => openImageFolder(root, { onUnreadable: 'skip' }));
    expect(lost.problem).toBe(`The link ${join(root, 'cats')} leads to nothing.`);
    await unlink(join(root, 'cats'));
    await symlink('.', join(root, 'again'));
    const back = await refusal(() => openImageFolder(root));
    expect(back.problem).toBe(`The link ${join(root, 'again')} leads back to a folder that holds it.`);
  });

  it('follows a link within the folder and refuses one that leaves it', async () => {
    const root = await folderWith('a/1.jpg', 'b/1.jpg');
    await symlink(join(root, 'a/1.jpg'), join(root, 'b/link.jpg'));
    expect((await openImageFolder(root)).entries).toHaveLength(3);
    await symlink('/etc/hostname', join(root, 'b/out.jpg'));
    const error = await refusal(() => openImageFolder(root));
    expect(error).toMatchObject({ code: 'DATASET_INVALID', received: '/etc/hostname' });
    expect(error.problem).toContain('b/out.jpg');
  });

  it('gives the labels of a model where its classes are named', async () => {
    const root = await folderWith('c/1.jpg');
    const { entries } = await openImageFolder(root, { classNames: ['a', 'b', 'c'] });
    expect(entries.map(({ label }) => label)).toEqual([2]);
    const error = await refusal(() => openImageFolder(root, { classNames: ['a', 'b'] }));
    expect(error).toMatchObject({ code: 'DATASET_INVALID', expected: 'one of a, b', received: 'c' });
  });

  it('names the folder to pass if the class folders are one level deeper, as in an unpacked archive', async () => {
    const root = await folderWith('shoes/a/1.jpg', 'shoes/b/1.jpg');
    const error = await refusal(() => openImageFolder(root));
    expect(error.cure).toBe(`If the folders in it are the classes, pass ${join(root, 'shoes')} instead.`);
  });

  it.each<[string, string[], string, RegExp]>([
    ['holds files only', ['1.jpg', '2.jpg'], 'DATASET_EMPTY', /contains no class folders/],
    ['is empty', [], 'DATASET_EMPTY', /contains no class folders/],
    [
      'has an empty class folder',
      ['a/1.jpg', 'hollow/'],
      'DATASET_EMPTY',
      /class folder .*hollow contains no pictures/,
    ],
    ['has a class of texts', ['a/1.jpg', 'b/1.txt'], 'DATASET_EMPTY', /class folder .*b contains no pictures/],
    ['has one class only', ['a/1.jpg', 'a/2.jpg'], 'DATASET_INVALID', /one class only/],
    [
      'tests a class that it does not train',
      ['train/a/1.jpg', 'train/b/1.jpg', 'test/c/1.jpg'],
      'DATASET_INVALID',
      /"c" of the test part is unknown/,
    ],
    ['mixes parts and classes', ['train/a/1.jpg', 'cats/1.jpg'], 'DATASET_INVALID', /not clear which folders/],
    ['has parts without classes', ['train/1.jpg', 'test/1.jpg'], 'DATASET_INVALID', /not clear which folders/],
    ['has a part twice', ['val/a/1.jpg', 'validation/a/1.jpg', 'train/a/1.jpg'], 'DATASET_INVALID', /not clear which/],
    ['has no train part', ['test/a/1.jpg', 'test/b/1.jpg'], 'DATASET_EMPTY', /no train part/],
  ])('that %s is refused with a cure', async (_, files, code, problem) => {
    const root = await folderWith(...files);
    const error = await refusal(() => openImageFolder(root));
    expect(error.code).toBe(code);
    expect(error.problem).toMatch(problem);
    expect(error.cure).not.toBe('');
  });

  it('that is missing, a file or unreadable is refused with a cure', async () => {
    const root = await folderWith('a/1.jpg', 'b/1.jpg');
    expect(await refusal(() => openImageFolder(join(root, 'absent')))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(() => openImageFolder(join(root, 'a/1.jpg')))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    await chmod(join(root, 'b'), 0o000);
    const error = await asOrdinaryUser(base, () => refusal(() => openImageFolder(root)));
    await chmod(join(root, 'b'), 0o755);
    expect(error).toMatchObject({ code: 'DATASET_INVALID', problem: `${join(root, 'b')} cannot be read.` });
    expect(error.cure).toContain('right to read');
  });
});
