import { looksLikePicture } from '@lintel/ui';
import { type PictureTrouble } from '../api/trouble';

/**
 * The same as the contract's `MAX_PICTURE_BYTES`. Its schemas would add a validation library of 240 kB to the page, so
 * the pages import only types from it; a test keeps the two equal.
 */
export const LARGEST_PICTURE_BYTES = 20 * 1024 * 1024;

/** Checks a file before it is sent, so that the person does not have to wait for a refusal. */
export function firstCheck(file: File): PictureTrouble | null {
  if (file.size === 0) return { reason: 'empty' };
  // Some systems don't know the type of a file; then the api decides.
  if (file.type !== '' && !looksLikePicture(file)) return { reason: 'notAPicture' };
  if (file.size > LARGEST_PICTURE_BYTES) return { reason: 'tooLarge' };
  return null;
}
