import { LintelError } from '@lintel/contracts';

/** U+0000 and lone surrogates, which no database can store as text. */
const UNSTORABLE = /[\0\p{Cs}]/u;
const NUL_IN_ADDRESS = /%00/;

/**
 * Refuses U+0000 in the path and the query, for all routes in one place: PostgreSQL cannot store text with it, and each
 * query would fail separately.
 * @param address the URL as sent: percent-encoded
 * @throws LintelError INVALID_ARGUMENT
 */
export function checkAddress(address: string): void {
  if (!NUL_IN_ADDRESS.test(address)) return;
  const [path = ''] = address.split('?');
  throw unstorable(NUL_IN_ADDRESS.test(path) ? 'The path' : 'The query', 'U+0000 (%00)');
}

/**
 * Refuses the same characters in a body, in both names and values.
 * @param body the parsed JSON
 * @throws LintelError INVALID_ARGUMENT that names the field
 */
export function checkText(body: unknown): void {
  // An explicit stack: deep nesting would overflow the call stack.
  const waiting: (readonly [path: string, value: unknown])[] = [['', body]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === 'string') {
      if (UNSTORABLE.test(value)) throw unstorable(path === '' ? 'The body' : `The field ${path}`, nameOf(value));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (UNSTORABLE.test(key)) throw unstorable(`The name of a field in ${path || 'the body'}`, nameOf(key));
        waiting.push([path === '' ? key : `${path}.${key}`, inner]);
      }
    }
  }
}

const nameOf = (text: string): string => (text.includes('\0') ? 'U+0000' : 'half of a character (a lone surrogate)');

function unstorable(what: string, received: string): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: `${what} holds a character that cannot be stored.`,
    expected: 'Unicode text without U+0000',
    received,
    cure: 'Remove the character and send the request again.',
  });
}
