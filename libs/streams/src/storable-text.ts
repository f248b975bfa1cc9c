import { createHash } from 'node:crypto';

/** PostgreSQL limits an index row to 2,704 bytes; a row here contains two such texts besides two names. */
const MAX_INDEXED_BYTES = 1_000;
/** Matches only a lone surrogate: a pair is one character. */
const SURROGATE = /\p{Surrogate}/u;
const SURROGATES = /\p{Surrogate}/gu;

/** False for text that PostgreSQL refuses and UTF-8 cannot encode: U+0000, and lone surrogates. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !SURROGATE.test(text);
}

/** The text with a visible replacement for every character that cannot be stored. */
export function storableText(text: string): string {
  return isStorableText(text) ? text : text.replaceAll('\0', '\u2400').replace(SURROGATES, '\ufffd');
}

/** The text itself, or its hash if it is too long for an index row: equal texts stay equal. */
export function indexableText(text: string): string {
  if (Buffer.byteLength(text) <= MAX_INDEXED_BYTES && isStorableText(text)) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The beginning of a text of any length, for a message. */
export function excerpt(text: string, maxLength = 200): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length} characters)`;
}
