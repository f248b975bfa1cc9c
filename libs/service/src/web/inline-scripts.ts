import { createHash } from 'node:crypto';

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi;
const HAS_SOURCE = /\ssrc\s*=/i;

/**
 * Hashes of the inline scripts of a page, as a content security policy names them; each once.
 * @param html of a page that we have built; this is not a parser for arbitrary HTML
 */
export function inlineScriptHashes(html: string): string[] {
  const texts = [...html.matchAll(SCRIPT)].flatMap(([, attributes = '', text = '']) =>
    HAS_SOURCE.test(attributes) || text === '' ? [] : [text],
  );
  // A browser normalises line breaks before it computes the hash.
  const hashes = texts.map((text) => createHash('sha256').update(text.replaceAll(/\r\n?/g, '\n')).digest('base64'));
  return [...new Set(hashes)].map((hash) => `sha256-${hash}`);
}
