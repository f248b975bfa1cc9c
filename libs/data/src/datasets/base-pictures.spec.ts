import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { baseCountsOf, BasePictures, type PictureBase } from './base-pictures';

const store = new FolderArtifactStore(join(temporaryFolder(), 'artefacts'));
const bases = new BasePictures(store);

const FILES = ['a cup', 'another cup', 'a plate', 'a cup'].map((text) => Buffer.from(text));
const base: PictureBase = {
  classNames: ['cup', 'plate'],
  pictures: FILES.map((file, index) => ({
    sha256: createHash('sha256').update(file).digest('hex'),
    className: file.includes('cup') ? 'cup' : 'plate',
    part: index === 1 ? 'test' : 'train',
  })),
};
const read = (index: number): Promise<Buffer> => Promise.resolve(FILES[index]!);

describe('the pictures that a dataset is built on', () => {
  it('are kept as they were, each once, and found by the hash of the base', async () => {
    const told: number[] = [];
    const { contentHash, added, addedBytes } = await bases.put(base, read, {
      onProgress: ({ done }) => told.push(done),
    });
    expect(added).toBe(3);
    expect(addedBytes).toBe('a cup'.length + 'another cup'.length + 'a plate'.length);
    expect(told.at(-1)).toBe(4);
    expect(await bases.list(contentHash)).toMatchObject(base);
    expect((await bases.picture(base.pictures[1]!.sha256)).toString()).toBe('another cup');
    expect(await bases.put(base, read)).toEqual({ contentHash, added: 0, addedBytes: 0 });
    expect(baseCountsOf(base)).toEqual({
      train: { cup: 2, plate: 1 },
      validation: { cup: 0, plate: 0 },
      test: { cup: 1, plate: 0 },
    });
  });

  it('are refused where a file has changed since, and then no base is there', async () => {
    const other: PictureBase = { ...base, classNames: ['cup', 'plate', 'bowl'] };
    const wrong = (index: number): Promise<Buffer> =>
      Promise.resolve(index === 2 ? Buffer.from('a bowl') : FILES[index]!);
    expect((await refusal(() => bases.put(other, wrong))).code).toBe('DATASET_INVALID');
    expect(await store.list('bases/')).toHaveLength(4);
  });

  it('are refused where the store holds something else than was put there', async () => {
    const { contentHash } = await bases.put(base, read);
    const { sha256 } = base.pictures[0]!;
    await store.put(`bases/pictures/${sha256.slice(0, 2)}/${sha256}`, Buffer.from('a bowl'));
    expect((await refusal(() => bases.picture(sha256))).code).toBe('ARTIFACT_CORRUPT');
    await store.put(`bases/${contentHash}.json`, Buffer.from('{}'));
    expect((await refusal(() => bases.list(contentHash))).code).toBe('ARTIFACT_CORRUPT');
  });

  it('stop where they are told to', async () => {
    const stopped = AbortSignal.abort();
    expect((await refusal(() => bases.put(base, read, { signal: stopped }))).code).toBe('CANCELLED');
  });
});
