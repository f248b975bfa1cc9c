/** API responses are not pages; if a browser shows one anyway, nothing in it runs. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

const SAME_ORIGIN = [
  "default-src 'self'",
  // Mantine sets style attributes and creates style elements at run time; styles cannot send requests.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** Policy of the page at /docs: its scripts are files, its styles are inline. */
export const DOCS_POLICY = [...SAME_ORIGIN, "script-src 'self'"].join('; ');

/** @param scriptHashes of the page's inline scripts: `sha256-…`; no other inline script runs in it */
export function pagePolicy(scriptHashes: readonly string[]): string {
  const sources = ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)];
  return [...SAME_ORIGIN, `script-src ${sources.join(' ')}`].join('; ');
}
