import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePolicy } from './content-security-policy';
import { inlineScriptHashes } from './inline-scripts';

/**
 * Reads every page of a static export.
 * @param root absolute
 * @param pictureOrigins origins of other apps whose pictures the pages may show
 * @returns content security policies by path of the page's file
 */
export function readPagePolicies(root: string, pictureOrigins: readonly string[] = []): ReadonlyMap<string, string> {
  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  return new Map(
    pages.map((page) => {
      const path = join(root, page);
      return [path, pagePolicy(inlineScriptHashes(readFileSync(path, 'utf8')), pictureOrigins)];
    }),
  );
}
