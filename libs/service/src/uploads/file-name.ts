const MAX_NAME_LENGTH = 255;
/** Controls, marks that turn the direction of writing, line and paragraph separators, halves of characters. */
const UNSHOWN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A file's name as it may stand in a log, in a database and on a page: without a path, on one line, and reading as it
 * is written. It is what somebody calls a file and never a place: nothing is stored under it.
 * @param sent by the client, who may send anything
 * @returns 1 to 255 characters
 */
export function plainFileName(sent: string | undefined): string {
  const name = (sent ?? '')
    .split(/[/\\]/)
    .at(-1)!
    .replace(/^[a-z]:/i, '')
    .replaceAll(UNSHOWN, '');
  const kept = [...name].slice(0, MAX_NAME_LENGTH).join('').trim();
  return /^\.*$/.test(kept) ? 'unnamed' : kept;
}
