import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@lintel/contracts/testing/refusal';
import { asOrdinaryUser, temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { FolderArtifactStore } from './folder-artifact-store';
import { artifactStoreConformance } from './testing/artifact-store-conformance';

const folder = temporaryFolder();

describe('artefacts in a folder', () => {
  artifactStoreConformance(() => new FolderArtifactStore(join(folder, 'store')));

  it('leave nothing aside of what was written or failed', async () => {
    const store = new FolderArtifactStore(join(folder, 'tidy'));
    await store.put('a', randomBytes(10));
    // A folder exists at the path of the file.
    await mkdir(join(folder, 'tidy', 'b', 'c'), { recursive: true });
    expect((await refusal(() => store.put('b', randomBytes(10)))).code).toBe('OUTPUT_UNWRITABLE');
    expect(await readdir(join(folder, 'tidy', '.writing'))).toEqual([]);
    expect(await store.list('')).toEqual(['a']);
  });

  it('say which user cannot read them', async () => {
    const store = new FolderArtifactStore(join(folder, 'locked'));
    await store.put('a', randomBytes(10));
    await chmod(join(folder, 'locked', 'a'), 0o000);
    const error = await asOrdinaryUser(folder, () => refusal(() => store.get('a')));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(error.cure).toContain('right to read');
  });
});
