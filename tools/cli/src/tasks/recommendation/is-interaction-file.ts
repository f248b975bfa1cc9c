import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { isTableFile } from '../../tables/is-table-file';

/** Enough for a line with the names of the columns. */
const BEGINNING = 16_384;

/** Whether a file is a table whose columns leave no doubt that it holds interactions of users with items. */
export async function isInteractionFile(path: string): Promise<boolean> {
  if (!isTableFile(path)) return false;
  const names = (await firstLine(path)).split(/[,;\t|]/).map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const hasUser = names.some((name) => /^user(id)?$/.test(name));
  return hasUser && names.some((name) => /^item(id)?$/.test(name) || name.startsWith('items'));
}

/** Empty if the file cannot be read, which the task that trains on it reports. */
async function firstLine(path: string): Promise<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    // The rest of the file is missing, so the end of the stream is not expected.
    const text = isZipped ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
    return text.toString('utf8').split(/[\r\n]/, 1)[0]!;
  } catch {
    return '';
  } finally {
    await file.close();
  }
}
