import { fromSealedText } from './event-seal';
import type { StreamRecord } from '../event-stream';
import { recordBytes } from '../record-size';
import { CUT, INTERNAL_HEADERS, VALUE_OMITTED } from './failed-record';

const KEPT_FOREIGN = 20;
const KEPT_CHARACTERS = 256;
const KEPT_NOTE = 500;

/** Each step cuts more than the one before; the first that is sufficient is used. */
const CUTS: readonly ((letter: StreamRecord) => StreamRecord)[] = [
  (letter) => letter,
  withoutLongForeignHeaders,
  withoutValue,
  (letter) => withoutLongTexts(withoutValue(letter)),
  bareLetter,
];

/**
 * Shortens a dead letter to fit. Removed parts are listed in a header, and are available at the origin of the event.
 * @param maxBytes of key, value and headers together
 */
export function cutLetter(letter: StreamRecord, maxBytes: number): StreamRecord {
  let cut = letter;
  for (const step of CUTS) {
    cut = step(letter);
    if (recordBytes(cut) <= maxBytes) return cut;
  }
  return cut;
}

/**
 * For a letter whose value and error text must not be readable, and cannot be sealed.
 * @param message may be read by anyone
 */
export function withoutContents(letter: StreamRecord, message: string): StreamRecord {
  const words = { 'lintel-error-message': message, 'lintel-error-stack': '' };
  return withoutValue({ ...letter, headers: { ...letter.headers, ...words } });
}

function withoutLongForeignHeaders(letter: StreamRecord): StreamRecord {
  const foreign = Object.keys(letter.headers).filter((name) => !isOurs(name) && !isAttribute(name));
  const kept = new Set(foreign.filter((name) => sizeOf(name, letter) <= KEPT_CHARACTERS).slice(0, KEPT_FOREIGN));
  const left = foreign.filter((name) => !kept.has(name));
  if (left.length === 0) return letter;
  const headers = Object.entries(letter.headers).filter(
    ([name]) => isOurs(name) || isAttribute(name) || kept.has(name),
  );
  return noting({ ...letter, headers: Object.fromEntries(headers) }, `${left.length} headers left out`);
}

function withoutValue(letter: StreamRecord): StreamRecord {
  const cut = withoutLongForeignHeaders(letter);
  if (letter.value === null) return cut;
  const headers = { ...cut.headers, [VALUE_OMITTED]: 'true' };
  return noting({ ...cut, value: null, headers }, `value of ${letter.value.length} bytes left out`);
}

/** Attributes and key identify the event: if they are not complete, the value is of no use. */
function withoutLongTexts(letter: StreamRecord): StreamRecord {
  const shortened: string[] = [];
  const headers = Object.entries(letter.headers)
    .filter(([name]) => isOurs(name) || name.length <= KEPT_CHARACTERS)
    .map(([name, text]) => {
      if (isOurs(name) || text.length <= KEPT_CHARACTERS) return [name, text];
      shortened.push(`${name} cut`);
      return [name, beginning(text, KEPT_CHARACTERS)];
    });
  const { key } = letter;
  if (key !== null && key.length > KEPT_CHARACTERS) shortened.push('key cut');
  const cut = {
    ...letter,
    key: key === null ? null : beginning(key, KEPT_CHARACTERS),
    headers: { ...(Object.fromEntries(headers) as Record<string, string>), [VALUE_OMITTED]: 'true' },
  };
  return shortened.length === 0 ? cut : noting(cut, shortened.join(', '));
}

/** Where the event came from and why it failed: the minimum that is useful. */
function bareLetter(letter: StreamRecord): StreamRecord {
  const ours = Object.entries(letter.headers)
    .filter(([name]) => isOurs(name) && name !== 'lintel-error-stack')
    // A part of a sealed text cannot be opened.
    .map(([name, text]) => [name, fromSealedText(text) === undefined ? beginning(text, KEPT_CHARACTERS) : '']);
  const headers = { ...(Object.fromEntries(ours) as Record<string, string>), [VALUE_OMITTED]: 'true' };
  return noting({ ...letter, key: null, value: null, headers }, 'key, value and foreign headers left out');
}

function noting(letter: StreamRecord, note: string): StreamRecord {
  const former = letter.headers[CUT];
  const notes = former === undefined ? note : `${former}, ${note}`;
  return { ...letter, headers: { ...letter.headers, [CUT]: beginning(notes, KEPT_NOTE) } };
}

/** Does not split characters. */
function beginning(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** By name, not by prefix: another program may write any number of headers with the prefix into a retry topic. */
const isOurs = (name: string): boolean => INTERNAL_HEADERS.has(name);
const isAttribute = (name: string): boolean => name.startsWith('ce_') || name === 'content-type';
const sizeOf = (name: string, { headers }: StreamRecord): number => name.length + headers[name]!.length;
