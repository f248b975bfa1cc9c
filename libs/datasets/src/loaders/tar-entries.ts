import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { LintelError } from '@lintel/contracts';

const BLOCK = 512;

/**
 * The files of a `.tgz` in order, one in memory at a time. Reads archives packed by npm: ustar with short names
 * (POSIX.1-1988), no links.
 * @param wanted returns false for files to skip without loading them
 * @throws LintelError ARTIFACT_CORRUPT
 */
export async function* tarEntries(
  path: string,
  wanted: (name: string) => boolean,
): AsyncGenerator<{ name: string; content: Buffer }> {
  const source = createReadStream(path);
  const gunzip = source.pipe(createGunzip());
  source.on('error', (error) => gunzip.destroy(error));
  const chunks = (gunzip as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  /** The next `count` bytes; they are discarded if `keep` is false. */
  async function take(count: number, keep: boolean): Promise<Buffer> {
    const kept = Buffer.alloc(keep ? count : 0);
    for (let done = 0; done < count;) {
      if (rest.length === 0) {
        const next = (await chunks.next()) as IteratorResult<Buffer, undefined>;
        if (next.done) throw corrupt(path, 'it ends too early');
        rest = next.value;
      }
      const portion = rest.subarray(0, count - done);
      if (keep) portion.copy(kept, done);
      rest = rest.subarray(portion.length);
      done += portion.length;
    }
    return kept;
  }

  try {
    for (;;) {
      const header = await take(BLOCK, true);
      if (header.every((byte) => byte === 0)) return;
      const size = parseInt(text(header, 124, 12), 8);
      if (!isHeader(header) || Number.isNaN(size)) throw corrupt(path, 'a header that is no tar header');
      const name = text(header, 0, 100);
      const keep = (header[156] === 0 || text(header, 156, 1) === '0') && wanted(name);
      const content = await take(size, keep);
      await take((BLOCK - (size % BLOCK)) % BLOCK, false);
      if (keep) yield { name, content };
    }
  } catch (error) {
    throw error instanceof LintelError ? error : corrupt(path, String(error), error);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const text = (header: Buffer, start: number, length: number): string =>
  header.toString('latin1', start, start + length).replace(/[\0 ].*$/s, '');

/** The checksum is the sum of the header's bytes, with the checksum field itself counted as spaces. */
function isHeader(header: Buffer): boolean {
  let sum = 8 * 32;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum === parseInt(header.toString('latin1', 148, 156).trim(), 8);
}

const corrupt = (path: string, received: string, cause?: unknown): LintelError =>
  new LintelError('ARTIFACT_CORRUPT', {
    problem: `The archive ${path} cannot be read.`,
    received,
    cure: 'Delete it; it is downloaded again.',
    retryable: true,
    cause,
  });
