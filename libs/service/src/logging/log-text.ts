export const REDACTED = '[redacted]';
const LONGEST = 2_000;
const SUSPICIOUS = /:\/\/|Bearer |lintel_/;

/** Removes passwords in URLs and API keys from a text. */
export function logText(text: string): string {
  const kept = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  if (!SUSPICIOUS.test(kept)) return kept;
  return kept
    .replace(/(:\/\/)[^\s/@:]*:[^\s/@]*@/g, `$1${REDACTED}@`)
    .replace(/\b(Bearer |lintel_)[\w.~+/=-]{16,}/g, `$1${REDACTED}`);
}
