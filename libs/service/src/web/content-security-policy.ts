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

/**
 * @param scriptHashes of the page's inline scripts: `sha256-…`; no other inline script runs in it
 * @param pictureOrigins origins of other apps whose pictures the page may show
 */
export function pagePolicy(scriptHashes: readonly string[], pictureOrigins: readonly string[] = []): string {
  const sources = ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)];
  const pictures = ['img-src', "'self'", 'data:', 'blob:', ...pictureOrigins].join(' ');
  const others = SAME_ORIGIN.map((directive) => (directive.startsWith('img-src') ? pictures : directive));
  return [...others, `script-src ${sources.join(' ')}`].join('; ');
}
