import { createWriteStream, statSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

/**
 * The files kept from the wheels: libraries, the headers of TensorFlow's C interface, CUDA's libraries and its
 * assembler, and every licence. The rest is Python.
 */
const KEPT: readonly RegExp[] = [
  /^tensorflow\/libtensorflow_(cc|framework)\.(so\.2|2\.dylib)$/,
  /^tensorflow\/include\/(tensorflow\/(c|core\/platform)|tsl\/platform|xla\/tsl\/c)\/.*\.h$/,
  /^nvidia\/[^/]+\/(lib|bin|nvvm)\//,
  /^([^/]+\.dist-info\/|tensorflow\/include\/LICENSE$)/,
];

export interface WheelContent {
  /** Total size of the kept files, unpacked. */
  readonly bytes: number;
  /**
   * Writes the kept files under `site`. Each appears complete or not at all, and existing files stay: after a kill the
   * next run resumes with the file that was interrupted.
   * @param onBytes called with the number of bytes that were written or found
   */
  extract(site: string, onBytes: (count: number) => void, signal?: AbortSignal): Promise<void>;
  close(): void;
}

export async function openWheel(file: string): Promise<WheelContent> {
  const zip = await openPromise(file, { autoClose: false });
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (KEPT.some((pattern) => pattern.test(entry.fileName)) && !entry.fileName.endsWith('/')) entries.push(entry);
  }
  return {
    bytes: entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0),
    extract: async (site, onBytes, signal) => {
      for (const entry of entries) await extractEntry(zip, entry, join(site, entry.fileName), onBytes, signal);
    },
    close: () => zip.close(),
  };
}

async function extractEntry(
  zip: ZipFile,
  entry: Entry,
  target: string,
  onBytes: (count: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (statSync(target, { throwIfNoEntry: false })?.size === entry.uncompressedSize) {
    onBytes(entry.uncompressedSize);
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.part`;
  const source = await zip.openReadStreamPromise(entry);
  source.on('data', (chunk: Buffer) => onBytes(chunk.length));
  await pipeline(source, createWriteStream(part, { mode: fileMode(entry) }), { ...(signal && { signal }) });
  await rename(part, target);
}

/** The upper half of the attributes holds the Unix permissions; CUDA's assembler must be executable. */
function fileMode({ externalFileAttributes }: Entry): number {
  return (externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644;
}
