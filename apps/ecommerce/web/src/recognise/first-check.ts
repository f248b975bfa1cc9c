import { looksLikePicture } from '@lintel/ui';
import { type PictureTrouble } from '../api/trouble';

/**
 * The contract's `MAX_PICTURE_BYTES`. Its schemas would bring a validation library of
 * 240 kB into the page, so the pages take types from it alone; a test keeps the two equal.
 */
export const LARGEST_PICTURE_BYTES = 20 * 1024 * 1024;

/** What is wrong with a file before it is sent, so that nobody waits for a refusal. */
export function firstCheck(file: File): PictureTrouble | null {
  if (file.size === 0) return { reason: 'empty' };
  // Some systems don't know the type of a file; then the api has to look.
  if (file.type !== '' && !looksLikePicture(file)) return { reason: 'notAPicture' };
  if (file.size > LARGEST_PICTURE_BYTES) return { reason: 'tooLarge' };
  return null;
}
