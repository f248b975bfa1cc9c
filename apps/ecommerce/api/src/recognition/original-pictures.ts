import { pictureThumbnail } from '@lintel/core-ml';
import { type DataSource, type SubjectSealer, type SubjectVault, type Transaction } from '@lintel/data';
import { z } from 'zod';

/** Days for which a picture without a verdict is kept as it was received; afterwards its thumbnail is left. */
export const ORIGINAL_DAYS = 30;
/** Table and column: what is sealed opens nowhere else. */
export const ORIGINAL = 'original-picture.picture';

/** Of the pictures of one request, so many bytes are kept as they were received. One picture always fits. */
const REQUEST_BYTES = 32 * 2 ** 20;
/** What does not fit is kept smaller: more than any architecture looks at. */
const REDUCED_SIDE_PIXELS = 2_048;

const rowsSchema = z.array(z.object({ picture: z.instanceof(Buffer) }));

/** Bounds what the pictures of one request hold in memory, and in the database. */
export class OriginalBudget {
  private left = REQUEST_BYTES;

  /**
   * @param picture one that the model has accepted
   * @returns the picture as it was received, or a WebP of at most 2,048 pixels a side
   */
  async take(picture: Uint8Array): Promise<Buffer> {
    if (picture.length <= this.left) {
      this.left -= picture.length;
      return Buffer.from(picture);
    }
    return pictureThumbnail(picture, REDUCED_SIDE_PIXELS);
  }
}

/** Keeps pictures with their recognitions, in the transaction that adds those. */
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
 * The picture of a recognition as it was received; null where it is no longer kept.
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
