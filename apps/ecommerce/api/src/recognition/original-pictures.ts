import { pictureThumbnail } from '@lintel/core-ml';
import { type DataSource, type SubjectSealer, type SubjectVault } from '@lintel/data';
import { type Transaction } from '@lintel/streams';
import { z } from 'zod';

/** Days for which the original of a picture without a verdict is stored; afterwards only its thumbnail is left. */
export const ORIGINAL_DAYS = 30;
/** Table and column: the encrypted value can only be decrypted there. */
export const ORIGINAL = 'original-picture.picture';

/** Up to this many bytes of the pictures of one request are stored unchanged. One picture always fits. */
const REQUEST_BYTES = 32 * 2 ** 20;
/** Pixels a side of pictures that don't fit: more than any architecture uses. */
const REDUCED_SIDE_PIXELS = 2_048;

const rowsSchema = z.array(z.object({ picture: z.instanceof(Buffer) }));

/** Limits the memory and the database space of the pictures of one request. */
export class OriginalBudget {
  private left = REQUEST_BYTES;

  /**
   * @param picture one that the model has accepted
   * @returns the original picture, or a WebP of at most 2,048 pixels a side
   */
  async take(picture: Uint8Array): Promise<Buffer> {
    if (picture.length <= this.left) {
      this.left -= picture.length;
      return Buffer.from(picture);
    }
    return pictureThumbnail(picture, REDUCED_SIDE_PIXELS);
  }
}

/** Stores pictures with their recognitions, in the same transaction. */
export async function keepOriginals(
  transaction: Transaction,
  sealer: SubjectSealer,
  pictures: readonly { readonly id: string; readonly original: Buffer }[],
): Promise<void> {
  for (const { id, original } of pictures) {
    await transaction.query('INSERT INTO ecommerce.original_picture (recognition_id, picture_sealed) VALUES ($1, $2)', [
      id,
      sealer.seal(ORIGINAL, original),
    ]);
  }
}

/**
 * The original picture of a recognition; null if it is no longer stored.
 * @throws LintelError SUBJECT_ERASED, ARTIFACT_CORRUPT
 */
export async function openOriginal(
  database: DataSource,
  vault: SubjectVault,
  recognitionId: string,
): Promise<Buffer | null> {
  const sql = 'SELECT picture_sealed AS picture FROM ecommerce.original_picture WHERE recognition_id = $1';
  const [row] = rowsSchema.parse(await database.query(sql, [recognitionId]));
  return row === undefined ? null : vault.open(ORIGINAL, row.picture);
}
