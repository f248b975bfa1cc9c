import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import type { ArtifactStore } from '../artifact-store';

/** What every artefact store guarantees. */
export function artifactStoreConformance(open: () => ArtifactStore): void {
  const folder = temporaryFolder();
  let store: ArtifactStore;
  beforeAll(() => {
    store = open();
  });

  it('gives back the bytes that were put, and the newest of them', async () => {
    const bytes = randomBytes(300_000);
    await store.put('models/shop.goods/1/model.onnx', bytes);
    expect((await store.get('models/shop.goods/1/model.onnx')).equals(bytes)).toBe(true);
    await store.put('models/shop.goods/1/model.onnx', Buffer.from('newer'));
    expect((await store.get('models/shop.goods/1/model.onnx')).toString()).toBe('newer');
    await store.put('empty', new Uint8Array());
    expect(await store.get('empty')).toHaveLength(0);
  });

  it('takes a file and gives one back, whole', async () => {
    const bytes = randomBytes(100_000);
    await writeFile(join(folder, 'from'), bytes);
    await store.putFile('files/one', join(folder, 'from'));
    await store.getFile('files/one', join(folder, 'to', 'here'));
    expect((await readFile(join(folder, 'to', 'here'))).equals(bytes)).toBe(true);
    expect(await readdir(join(folder, 'to'))).toEqual(['here']);
  });

  it('says what is missing, and leaves no file behind', async () => {
    for (const read of [() => store.get('files/none'), () => store.getFile('files/none', join(folder, 'none'))]) {
      const error = await refusal(read);
      expect(error).toMatchObject({ code: 'NOT_FOUND', retryable: false });
      expect(error.problem).toContain('files/none');
    }
    expect(await readdir(folder)).not.toContain('none');
    expect((await refusal(() => store.putFile('files/two', join(folder, 'nowhere')))).code).toBe('NOT_FOUND');
    expect(await store.has('files/two')).toBe(false);
  });

  it('lists the keys that begin with a text, sorted', async () => {
    const keys = ['list/a/2', 'list/a/10', 'list/ab', 'list/b-c_d.e', 'listed'];
    for (const key of keys) await store.put(key, Buffer.from(key));
    expect(await store.list('list/')).toEqual(['list/a/10', 'list/a/2', 'list/ab', 'list/b-c_d.e']);
    expect(await store.list('list/a')).toEqual(['list/a/10', 'list/a/2', 'list/ab']);
    expect(await store.list('list/a/')).toEqual(['list/a/10', 'list/a/2']);
    expect(await store.list('nothing/here/')).toEqual([]);
    expect(await store.list('')).toEqual(expect.arrayContaining(keys));
  });

  it('lists more keys than a page of any service holds', async () => {
    const keys = Array.from({ length: 1_010 }, (_, i) => `many/${String(i).padStart(4, '0')}`);
    for (let i = 0; i < keys.length; i += 20) {
      await Promise.all(keys.slice(i, i + 20).map((key) => store.put(key, Buffer.from(key))));
    }
    expect(await store.list('many/')).toEqual(keys);
  });

  it('forgets what is deleted, and takes it well when there is nothing to delete', async () => {
    await store.put('gone/1', Buffer.from('1'));
    expect(await store.has('gone/1')).toBe(true);
    await store.delete('gone/1');
    await store.delete('gone/1');
    expect(await store.has('gone/1')).toBe(false);
    expect(await store.list('gone/')).toEqual([]);
  });

  it('shows a reader the old bytes or the new ones, never a mixture', async () => {
    const contents = ['a', 'b'].map((letter) => Buffer.alloc(200_000, letter));
    await store.put('both', contents[0]!);
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 20; i++) await store.put('both', contents[i % 2]!);
      writing = false;
    })();
    while (writing) {
      const seen = await store.get('both');
      expect(contents.some((content) => content.equals(seen))).toBe(true);
    }
    await writer;
  });

  it.each(['', '/a', 'a/', 'a//b', '../a', 'a/../../b', 'a/.hidden', 'a\\b', 'a b', 'ä', 'a\0', 'a'.repeat(513)])(
    'refuses the key %j',
    async (key) => {
      const calls = [() => store.put(key, new Uint8Array()), () => store.get(key), () => store.delete(key)];
      for (const call of calls) expect((await refusal(call)).code).toBe('INVALID_ARGUMENT');
    },
  );

  it('refuses a list that leads out of it', async () => {
    for (const prefix of ['../', 'a/../', '/']) {
      expect((await refusal(() => store.list(prefix))).code).toBe('INVALID_ARGUMENT');
    }
  });
}
