import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const WEB = join(__dirname, '../../web/out');

/** Bytes of script, gzipped, that a current browser loads with a page. */
function scriptBytes(page: string): number {
  const path = join(WEB, page);
  if (!existsSync(path)) throw new Error(`${path} is missing. Build first: npm run build`);
  const scripts = readFileSync(path, 'utf8').match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? [];
  return scripts
    .filter((script) => !/nomodule/i.test(script))
    .map((script) => gzipSync(readFileSync(join(WEB, /src="([^"?]+)/.exec(script)![1]!))).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

describe('the exported pages', () => {
  it.each([
    ['index.html', 300_000],
    ['history/index.html', 300_000],
    // Its charts take 128 kB more.
    ['model/index.html', 415_000],
    ['check/index.html', 300_000],
    ['bin/index.html', 300_000],
  ])('%s loads at most %d bytes of script', (page, most) => {
    const bytes = scriptBytes(page);
    // A page without scripts would not be one of ours.
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(most);
  });
});
