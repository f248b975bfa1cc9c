import { open, type FileHandle } from 'node:fs/promises';
import { LintelError } from '@lintel/contracts';
import { type z } from 'zod';
import { systemCode, writeAtomically } from '@lintel/contracts/files';

const MAGIC = 'LINTELD1';
const TAIL_BYTES = 4 + MAGIC.length;

/**
 * A file format for one dataset: uint8 examples one after another, then a description as JSON, its length in bytes
 * (uint32, little-endian) and a magic number. The description comes last because the number of examples is known only
 * when all are decoded.
 * @param writeExamples writes the examples from byte 0 on; returns their size in bytes, and the description
 * @throws LintelError DISK_FULL, OUTPUT_UNWRITABLE, or what `writeExamples` throws
 */
export async function writeDatasetFile(
  path: string,
  writeExamples: (file: FileHandle) => Promise<{ readonly bytes: number; readonly description: object }>,
): Promise<void> {
  await writeAtomically(path, async (file) => {
    const { bytes, description } = await writeExamples(file);
    const json = Buffer.from(JSON.stringify(description));
    const tail = Buffer.alloc(TAIL_BYTES);
    tail.writeUInt32LE(json.length, 0);
    tail.write(MAGIC, 4, 'latin1');
    await writeFully(file, Buffer.concat([json, tail]), bytes);
  });
}

/**
 * Reads the description of a file written by `writeDatasetFile`; the examples begin at byte 0.
 * @param bytesOf returns the size of the examples of a description, in bytes
 * @returns undefined if there is no such file
 * @throws LintelError ARTIFACT_CORRUPT, or a system error
 */
export async function readDatasetFile<Description>(
  path: string,
  schema: z.ZodType<Description>,
  bytesOf: (description: Description) => number,
): Promise<Description | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(TAIL_BYTES);
    await file.read(tail, 0, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
    const length = tail.readUInt32LE(0);
    const start = size - TAIL_BYTES - length;
    if (tail.toString('latin1', 4) !== MAGIC || start < 0) throw corrupt(path, 'the end of the file is not there');
    const json = Buffer.alloc(length);
    await file.read(json, 0, length, start);
    const parsed = schema.safeParse(parseJson(json.toString()));
    if (!parsed.success) throw corrupt(path, 'its description cannot be read');
    if (bytesOf(parsed.data) !== start) throw corrupt(path, 'its length does not fit its description');
    return parsed.data;
  } finally {
    await file.close();
  }
}

/** Writes all of `bytes` at `position`, in as many system calls as needed. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const corrupt = (path: string, received: string): LintelError =>
  new LintelError('ARTIFACT_CORRUPT', {
    problem: `The dataset file ${path} is damaged.`,
    received,
    cure: 'Delete the file; it is rebuilt from the pictures.',
  });
