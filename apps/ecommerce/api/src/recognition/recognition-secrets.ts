import { type SubjectSealer, type SubjectVault } from '@lintel/data';
import { type RecognitionRow } from './recognition-row';

/** The personal data of a recognition. */
export interface PersonalPart {
  readonly fileName: string;
  /** WebP. */
  readonly thumbnail: Buffer;
}
export type SealedPart = Pick<RecognitionRow, 'subjectKeyId' | 'fileNameSealed' | 'thumbnailSealed'>;
type NamePart = Pick<RecognitionRow, 'fileNameSealed'>;
type PicturePart = Pick<RecognitionRow, 'thumbnailSealed'>;

/** Table and column: the encrypted value can only be decrypted there. */
export const FILE_NAME = 'recognition.file-name';
export const THUMBNAIL = 'recognition.thumbnail';
/** Shown instead of the name until the row itself is deleted. */
const ERASED_NAME = '(erased)';

export function sealPart(sealer: SubjectSealer, { fileName, thumbnail }: PersonalPart): SealedPart {
  return {
    subjectKeyId: sealer.keyId,
    fileNameSealed: sealer.seal(FILE_NAME, Buffer.from(fileName)),
    thumbnailSealed: sealer.seal(THUMBNAIL, thumbnail),
  };
}

/** In order. */
export async function openFileNames(vault: SubjectVault, rows: readonly NamePart[]): Promise<string[]> {
  const sealed = rows.map(({ fileNameSealed }) => fileNameSealed);
  return (await vault.openEach(FILE_NAME, sealed)).map((name) => name?.toString() ?? ERASED_NAME);
}

/** @throws LintelError SUBJECT_ERASED */
export function openThumbnail(vault: SubjectVault, { thumbnailSealed }: PicturePart): Promise<Buffer> {
  return vault.open(THUMBNAIL, thumbnailSealed);
}

/** Encrypts other data of a row's subject. @throws LintelError SUBJECT_ERASED */
export function sealerOf(vault: SubjectVault, { thumbnailSealed }: PicturePart): Promise<SubjectSealer> {
  return vault.sealerLike(thumbnailSealed);
}
