import { readFile, stat } from 'node:fs/promises';
import { LintelError } from '@lintel/contracts';
import { DEFAULT_PICTURE_LIMITS } from '@lintel/core-ml';

/** A file that is too large is rejected before it is read. */
export async function readPicture(path: string): Promise<Uint8Array | LintelError> {
  const { maxBytes } = DEFAULT_PICTURE_LIMITS;
  try {
    const found = await stat(path);
    if (found.isFile() && found.size <= maxBytes) return await readFile(path);
    const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    return found.isFile()
      ? new LintelError('PICTURE_TOO_LARGE', {
          problem: 'The picture file is too large.',
          expected: `at most ${mib(maxBytes)}`,
          received: mib(found.size),
          cure: 'Make the picture smaller, or save it as a JPEG.',
        })
      : new LintelError('PICTURE_UNREADABLE', {
          problem: 'This is not a file.',
          expected: 'a picture file',
          received: found.isDirectory() ? 'a folder' : 'something else',
          cure: 'Name the files in it, such as FOLDER/*.jpg.',
        });
  } catch (cause) {
    return new LintelError('NOT_FOUND', {
      problem: 'The file cannot be read.',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: path.includes('\uFFFD')
        ? 'Rename it: names must be UTF-8; other bytes are lost when a path is passed.'
        : 'Check the path and the read permission.',
      cause,
    });
  }
}
