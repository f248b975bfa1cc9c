import { buffer } from 'node:stream/consumers';
import { LintelError } from '@lintel/contracts';
import { openPromise } from 'yauzl';

/** A wheel unpacks to files that are pinned with it; a limit guards against a mistake in the pin. */
const MOST_BYTES = 512 * 2 ** 20;

/**
 * Reads one file of a wheel into memory.
 * @throws LintelError ARTIFACT_CORRUPT if the wheel has no such file, or is damaged
 */
export async function readWheelEntry(file: string, name: string): Promise<Uint8Array> {
  const damaged = (received: string, cause?: unknown): LintelError =>
    new LintelError('ARTIFACT_CORRUPT', {
      problem: `${file} does not hold what it should.`,
      expected: name,
      received,
      cure: 'Delete the file and run the command again.',
      cause,
    });
  try {
    const zip = await openPromise(file, { autoClose: false });
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName !== name) continue;
        if (entry.uncompressedSize > MOST_BYTES) throw damaged(`${entry.uncompressedSize} bytes`);
        return await buffer(await zip.openReadStreamPromise(entry));
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    throw error instanceof LintelError ? error : damaged((error as Error).message, error);
  }
  throw damaged('no such file');
}
