import { isUtf8 } from 'node:buffer';
import { isStorableText } from './storable-text';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const MAYBE_UNSTORABLE = /\\u(0000|d[89a-f])/i;
/**
 * Matches escapes one after another, so that an escaped backslash before a `u` is not read as the start of an escape.
 */
const ESCAPES = /(?:\\u[0-9a-f]{4})+|\\[^u]/gi;

/**
 * Parses the value of an event. Nothing is repaired: other parsers silently replace bytes that are not UTF-8.
 * @throws Error that says why the value is not JSON in UTF-8
 */
export function parseEventJson(value: Buffer | null): unknown {
  if (value === null || value.length === 0) throw new Error('no value');
  if (!isUtf8(value)) throw new Error(`${value.length} bytes that are not UTF-8`);
  if (value.subarray(0, 3).equals(BYTE_ORDER_MARK)) throw new Error('JSON after a byte order mark');
  const text = value.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${value.length} bytes that are not JSON`, { cause });
  }
  requireStorableStrings(text);
  return parsed;
}

/**
 * @param text valid JSON in valid UTF-8: characters that cannot be stored can only be escaped
 * @throws Error
 */
export function requireStorableStrings(text: string): void {
  if (!MAYBE_UNSTORABLE.test(text)) return;
  for (const [escapes] of text.matchAll(ESCAPES)) {
    if (/^\\u/i.test(escapes) && !isStorableText(JSON.parse(`"${escapes}"`) as string)) {
      throw new Error('a string with U+0000 or with half of a surrogate pair, which is not a character');
    }
  }
}
