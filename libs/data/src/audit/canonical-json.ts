export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * The canonical text of a JSON value (RFC 8785, JSON Canonicalization Scheme): no spaces, names in the order of their
 * UTF-16 code units, strings and numbers in the ECMAScript format.
 * @throws TypeError for values outside I-JSON: NaN, infinities, lone surrogates, undefined
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no form in JSON`);
  const members = Object.keys(value)
    // By code units, not by locale.
    .sort()
    .map((name) => `${canonicalString(name)}:${canonicalJson(value[name]!)}`);
  return `{${members.join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
  return JSON.stringify(value);
}

function canonicalString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('half a character has no form in JSON');
  return JSON.stringify(text);
}

/** `Array.isArray` does not narrow to readonly arrays. */
const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
