import { type SubjectSealer, type SubjectVault } from '@lintel/data';
import { type RecognitionRow } from './recognition-row';

/** The personal data of a recognition. */
export interface PersonalPart {
  readonly fileName: string;
  /** WebP. */
  readonly thumbnail: Buffer;
}
export type SealedPart = Pick<
  RecognitionRow,
  'subjectKeyId' | 'fileNameSealed' | 'thumbnailSealed' | 'plainFileName' | 'plainThumbnail'
>;
type NamePart = Pick<RecognitionRow, 'fileNameSealed' | 'plainFileName'>;
type PicturePart = Pick<RecognitionRow, 'thumbnailSealed' | 'plainThumbnail'>;

/** Table and column: the encrypted value can only be decrypted there. */
export const FILE_NAME = 'recognition.file-name';
export const THUMBNAIL = 'recognition.thumbnail';
/** Shown instead of the name until the row itself is deleted. */
const ERASED_NAME = '(erased)';
/** Subject of the rows from before subjects were recorded. */
export const UNKNOWN_SUBJECT = 'account:unknown';

export function sealPart(sealer: SubjectSealer, { fileName, thumbnail }: PersonalPart): SealedPart {
  return {
    subjectKeyId: sealer.keyId,
    fileNameSealed: sealer.seal(FILE_NAME, Buffer.from(fileName)),
    thumbnailSealed: sealer.seal(THUMBNAIL, thumbnail),
    plainFileName: null,
    plainThumbnail: null,
  };
}

/** In order. */
export async function openFileNames(vault: SubjectVault, rows: readonly NamePart[]): Promise<string[]> {
  const sealed = rows.flatMap(({ fileNameSealed }) => fileNameSealed ?? []);
  const opened = (await vault.openEach(FILE_NAME, sealed)).values();
  return rows.map(({ fileNameSealed, plainFileName }) =>
    fileNameSealed === null ? (plainFileName ?? ERASED_NAME) : (opened.next().value?.toString() ?? ERASED_NAME),
  );
}

/** @throws LintelError SUBJECT_ERASED */
export async function openThumbnail(
  vault: SubjectVault,
  { thumbnailSealed, plainThumbnail }: PicturePart,
): Promise<Buffer> {
  // A row has one or the other.
  return thumbnailSealed === null ? plainThumbnail! : vault.open(THUMBNAIL, thumbnailSealed);
}

/** Encrypts other data of a row's subject. @throws LintelError SUBJECT_ERASED */
export function sealerOf(vault: SubjectVault, { thumbnailSealed }: PicturePart): Promise<SubjectSealer> {
  return thumbnailSealed === null ? vault.sealer(UNKNOWN_SUBJECT) : vault.sealerLike(thumbnailSealed);
}
