import { LintelError } from '@lintel/contracts';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ArtifactStore } from '../artifacts/artifact-store';
import type { DataSource } from '../database/orm';
import { readRows, rowInteger, type Transaction } from '@lintel/streams';
import { subjectErased } from './sealed-value';
import type { SubjectStore } from './subject-store';
import type { SubjectSealer, SubjectVault } from './subject-vault';

const FIELD = 'labelled-picture';
const pictureRow = z.object({ keyId: z.uuid(), erased: z.boolean() });
const erasedRow = z.object({ sha256: z.string(), keyId: z.uuid() });

/** Pictures labelled by people: artefacts named by their SHA-256, sealed with the key of their subject. */
export class LabelledPictures implements SubjectStore {
  readonly kind = FIELD;

  constructor(
    private readonly database: DataSource,
    private readonly artifacts: ArtifactStore,
    private readonly vault: SubjectVault,
  ) {}

  /**
   * Stored completely before it returns; may be repeated.
   * @param sealer of the subject of the picture
   * @returns SHA-256 (hex) of the picture, which identifies it from now on
   */
  async put(picture: Buffer, sealer: SubjectSealer): Promise<string> {
    const sha256 = createHash('sha256').update(picture).digest('hex');
    await this.artifacts.put(sealedKey(sha256, sealer.keyId), sealer.seal(FIELD, picture));
    await this.database.query(
      `INSERT INTO platform.labelled_picture (vertical, picture_sha256, subject_key_id) VALUES ($1, $2, $3)
       ON CONFLICT (vertical, picture_sha256, subject_key_id)
       DO UPDATE SET added_at = clock_timestamp(), erased_at = NULL WHERE labelled_picture.erased_at IS NOT NULL`,
      [this.vault.vertical, sha256, sealer.keyId],
    );
    return sha256;
  }

  /** @throws LintelError SUBJECT_ERASED if all subjects of the picture were erased; NOT_FOUND; ARTIFACT_CORRUPT */
  async get(sha256: string): Promise<Buffer> {
    const rows = await readRows(
      this.database,
      pictureRow,
      `SELECT subject_key_id AS "keyId", erased_at IS NOT NULL AS erased FROM platform.labelled_picture
       WHERE vertical = $1 AND picture_sha256 = $2`,
      [this.vault.vertical, sha256],
    );
    if (rows.length === 0) throw notFound(sha256);
    for (const { keyId } of rows.filter(({ erased }) => !erased)) {
      const sealed = await this.artifacts.get(sealedKey(sha256, keyId)).catch(absentIfMissing);
      const [picture] = sealed === undefined ? [] : await this.vault.openEach(FIELD, [sealed]);
      if (picture != null) return checked(picture, sha256);
    }
    throw subjectErased();
  }

  async count(transaction: Transaction, subjectKeyIds: readonly string[]): Promise<number> {
    const rows = await readRows(
      transaction,
      z.object({ count: rowInteger }),
      `SELECT count(*) FROM platform.labelled_picture
       WHERE vertical = $1 AND subject_key_id = ANY($2::uuid[]) AND erased_at IS NULL`,
      [this.vault.vertical, subjectKeyIds],
    );
    return rows[0]!.count;
  }

  /** Files are deleted at once, whether or not the transaction commits: their key is already destroyed. */
  async erase(transaction: Transaction, subjectKeyIds: readonly string[]): Promise<number> {
    const erased = await readRows(
      transaction,
      erasedRow,
      `WITH erased AS (
         UPDATE platform.labelled_picture SET erased_at = clock_timestamp()
         WHERE vertical = $1 AND subject_key_id = ANY($2::uuid[]) AND erased_at IS NULL
         RETURNING picture_sha256, subject_key_id)
       SELECT picture_sha256 AS sha256, subject_key_id AS "keyId" FROM erased`,
      [this.vault.vertical, subjectKeyIds],
    );
    for (const { sha256, keyId } of erased) await this.artifacts.delete(sealedKey(sha256, keyId));
    return erased.length;
  }

  /**
   * Removes expired pictures: the file first, so that an interrupted run leaves no file without a row.
   * @param options.preview only counts them
   * @returns number of pictures
   */
  async expire(before: Date, { preview = false }: { readonly preview?: boolean } = {}): Promise<number> {
    const expired = await readRows(
      this.database,
      erasedRow,
      `SELECT picture_sha256 AS sha256, subject_key_id AS "keyId" FROM platform.labelled_picture
       WHERE vertical = $1 AND added_at < $2 AND erased_at IS NULL`,
      [this.vault.vertical, before],
    );
    if (preview) return expired.length;
    for (const { sha256, keyId } of expired) {
      await this.artifacts.delete(sealedKey(sha256, keyId));
      await this.database.query(
        `UPDATE platform.labelled_picture SET erased_at = clock_timestamp()
         WHERE vertical = $1 AND picture_sha256 = $2 AND subject_key_id = $3`,
        [this.vault.vertical, sha256, keyId],
      );
    }
    return expired.length;
  }
}

const sealedKey = (sha256: string, keyId: string): string => `pictures/${sha256.slice(0, 2)}/${sha256}.${keyId}`;

const notFound = (sha256: string): LintelError =>
  new LintelError('NOT_FOUND', {
    problem: 'There is no such labelled picture.',
    received: `SHA-256 ${sha256}`,
    cure: 'Check the hash. A picture is stored when it is labelled, and removed when its retention ends.',
  });

function absentIfMissing(error: unknown): undefined {
  if (error instanceof LintelError && error.code === 'NOT_FOUND') return undefined;
  throw error;
}

function checked(picture: Buffer, sha256: string): Buffer {
  const found = createHash('sha256').update(picture).digest('hex');
  if (found === sha256) return picture;
  throw new LintelError('ARTIFACT_CORRUPT', {
    problem: 'A labelled picture does not match the stored one.',
    expected: `SHA-256 ${sha256}`,
    received: found,
    cure: 'Restore it from a backup of the artefact store.',
  });
}
