import { LintelError } from '@lintel/contracts';

/** U+0000, and halves of characters (a surrogate without its other half): no database keeps them as text. */
const UNSTORABLE = /[\0\p{Cs}]/u;
const NUL_IN_ADDRESS = /%00/;

/**
 * Refuses U+0000 in the path and the query, for every route in one place: PostgreSQL keeps no text with it, and would
 * fail each query by itself.
 * @param address as it was sent: percent-encoded
 * @throws LintelError INVALID_ARGUMENT
 */
export function checkAddress(address: string): void {
  if (!NUL_IN_ADDRESS.test(address)) return;
  const [path = ''] = address.split('?');
  throw unstorable(NUL_IN_ADDRESS.test(path) ? 'The path' : 'The query', 'U+0000 (%00)');
}

/**
 * Refuses the same in a body, in names and in values alike.
 * @param body as JSON gives it
 * @throws LintelError INVALID_ARGUMENT, naming the field
 */
export function checkText(body: unknown): void {
  // A stack of its own: what is nested without end would end that of the program.
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
