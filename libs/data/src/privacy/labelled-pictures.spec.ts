import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { FolderArtifactStore } from '../artifacts/folder-artifact-store';
import type { DataSource } from '../database/orm';
import { openPlatformDatabase } from '../platform/platform-database';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { DataKeys } from './data-keys';
import { LabelledPictures } from './labelled-pictures';
import { SubjectKeys } from './subject-keys';
import { SubjectVault } from './subject-vault';

const artifacts = new FolderArtifactStore(join(temporaryFolder(), 'artefacts'));
let postgres: TestPostgres;
let database: DataSource;
let vault: SubjectVault;
let pictures: LabelledPictures;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await openPlatformDatabase(postgres.url);
  vault = new SubjectVault(new SubjectKeys(database, new DataKeys(randomBytes(32))), 'shop');
  pictures = new LabelledPictures(database, artifacts, vault);
});
afterAll(async () => {
  await database.destroy();
  await postgres.stop();
});

const YESTERDAY = new Date(Date.now() - 24 * 3_600_000);
const age = (sha256: string): Promise<unknown> =>
  database.query(
    "UPDATE platform.labelled_picture SET added_at = now() - interval '2 days' WHERE picture_sha256 = $1",
    [sha256],
  );

describe('labelled pictures', () => {
  it('are removed once they are older than the operator keeps them, and no younger one is', async () => {
    const sealer = await vault.sealer('customer-1');
    const old = await pictures.put(Buffer.from('an old picture'), sealer);
    const young = await pictures.put(Buffer.from('a young picture'), sealer);
    await age(old);
    expect(await pictures.expire(YESTERDAY)).toBe(1);
    expect((await refusal(() => pictures.get(old))).code).toBe('SUBJECT_ERASED');
    expect((await pictures.get(young)).toString()).toBe('a young picture');
    expect(await artifacts.list('pictures/')).toHaveLength(1);
    expect(await pictures.expire(YESTERDAY)).toBe(0);
  });

  it('are counted by a preview exactly as the removal then counts them, and the preview removes none', async () => {
    const sealer = await vault.sealer('customer-3');
    const erased = await vault.sealer('customer-4');
    const olds: string[] = [];
    for (let at = 0; at < 5; at++) olds.push(await pictures.put(Buffer.from(`picture ${at}`), sealer));
    const young = await pictures.put(Buffer.from('a picture of today'), sealer);
    // The same picture of two customers is two rows, and an erased one is gone already.
    olds.push(await pictures.put(Buffer.from('picture 0'), await vault.sealer('customer-5')));
    const gone = await pictures.put(Buffer.from('an erased picture'), erased);
    await Promise.all([...olds, gone].map(age));
    await database.transaction(({ queryRunner }) => pictures.erase(queryRunner!, [erased.keyId]));

    const counted = await pictures.expire(YESTERDAY, { preview: true });
    expect(counted).toBe(6);
    for (const sha256 of [...olds, young]) await expect(pictures.get(sha256)).resolves.toBeInstanceOf(Buffer);
    expect(await pictures.expire(YESTERDAY)).toBe(counted);
    expect(await pictures.expire(YESTERDAY, { preview: true })).toBe(0);
  });

  it('that are labelled again after their removal are stored again', async () => {
    const sealer = await vault.sealer('customer-2');
    const again = Buffer.from('a picture that comes twice');
    const sha256 = await pictures.put(again, sealer);
    await age(sha256);
    await pictures.expire(YESTERDAY);
    await pictures.put(again, sealer);
    expect((await pictures.get(sha256)).equals(again)).toBe(true);
  });
});
