/** Nothing of an answer of the API is a page; where a browser shows one all the same, nothing in it runs. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

const SAME_ORIGIN = [
  "default-src 'self'",
  // Mantine sets style attributes and writes style elements while it runs; styles cannot call anything.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Of the page at /docs: its scripts are files, its styles are not. */
export const DOCS_POLICY = [...SAME_ORIGIN, "script-src 'self'"].join('; ');

/** @param scriptHashes of the page's inline scripts: `sha256-…`; no other inline script runs in it */
export function pagePolicy(scriptHashes: readonly string[]): string {
  const sources = ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)];
  return [...SAME_ORIGIN, `script-src ${sources.join(' ')}`].join('; ');
}
