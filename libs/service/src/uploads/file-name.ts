const MAX_NAME_LENGTH = 255;
/** Control characters, bidirectional controls, line and paragraph separators, lone surrogates. */
const UNSHOWN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * A file's name made safe for logs, databases and pages: without a path, on one line, without characters that change
 * its display. It is only a label and never used as a path.
 * @param sent the client's name, which can contain anything
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
