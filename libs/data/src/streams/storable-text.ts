import { createHash } from 'node:crypto';

/** An index of PostgreSQL takes rows of 2,704 bytes; a row of ours holds two such texts beside two names. */
const MAX_INDEXED_BYTES = 1_000;
/** Only a lone one is matched: a pair is one character. */
const SURROGATE = /\p{Surrogate}/u;
const SURROGATES = /\p{Surrogate}/gu;

/** False for what PostgreSQL refuses and UTF-8 cannot hold: U+0000, and half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !SURROGATE.test(text);
}

/** The text with a visible sign in place of every character that cannot be stored. */
export function storableText(text: string): string {
  return isStorableText(text) ? text : text.replaceAll('\0', '\u2400').replace(SURROGATES, '\ufffd');
}

/** The text itself, or its hash where a row of an index could not hold it: equal texts stay equal. */
export function indexableText(text: string): string {
  if (Buffer.byteLength(text) <= MAX_INDEXED_BYTES && isStorableText(text)) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The beginning of a text of any length, for a message. */
export function excerpt(text: string, maxLength = 200): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length} characters)`;
}
