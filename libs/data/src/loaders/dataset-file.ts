import { open, type FileHandle } from 'node:fs/promises';
import { LintelError, sizeOfShape } from '@lintel/contracts';
import { z } from 'zod';
import { writeAtomically } from './atomic-file';
import { systemCode } from './file-error';
import { FileDataset } from './file-dataset';

const MAGIC = 'LINTELD1';
const TAIL_BYTES = 4 + MAGIC.length;

const descriptionSchema = z.object({
  exampleShape: z.array(z.int().min(1)),
  classNames: z.array(z.string()),
  labels: z.array(z.int().min(0)),
  groups: z.array(z.string()).optional(),
  contentHash: z.string(),
  /** What the writer wants to find again. */
  note: z.unknown(),
});

/** All that a dataset file holds beside the pixels. */
export type DatasetDescription = z.infer<typeof descriptionSchema>;

/**
 * One file a dataset: uint8 examples one after another, then the description as JSON,
 * its length in bytes (uint32, little-endian) and a mark. The description comes last
 * because the number of examples is known only when all are decoded.
 * @param writeExamples writes the examples from byte 0 on and says what they are
 * @throws LintelError DISK_FULL, OUTPUT_UNWRITABLE, or what `writeExamples` throws
 */
export async function writeDatasetFile(
  path: string,
  writeExamples: (file: FileHandle) => Promise<DatasetDescription>,
): Promise<void> {
  await writeAtomically(path, async (file) => {
    const description = await writeExamples(file);
    const json = Buffer.from(JSON.stringify(description));
    const tail = Buffer.alloc(TAIL_BYTES);
    tail.writeUInt32LE(json.length, 0);
    tail.write(MAGIC, 4, 'latin1');
    await writeFully(file, Buffer.concat([json, tail]), pixelBytes(description));
  });
}

/**
 * Opens what `writeDatasetFile` wrote.
 * @returns undefined where there is no such file
 * @throws LintelError ARTIFACT_CORRUPT, or an error of the system
 */
export async function openDatasetFile(
  path: string,
): Promise<{ dataset: FileDataset; description: DatasetDescription } | undefined> {
  const description = await readDescription(path);
  if (!description) return undefined;
  const { exampleShape, classNames, groups, contentHash } = description;
  const labels = Int32Array.from(description.labels);
  const content = { path, offset: 0, exampleShape, labels, classNames, contentHash };
  return { dataset: new FileDataset(groups ? { ...content, groups } : content), description };
}

async function readDescription(path: string): Promise<DatasetDescription | undefined> {
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
    const parsed = descriptionSchema.safeParse(parseJson(json.toString()));
    if (!parsed.success) throw corrupt(path, 'its description cannot be read');
    if (pixelBytes(parsed.data) !== start) throw corrupt(path, 'its length does not fit its description');
    return parsed.data;
  } finally {
    await file.close();
  }
}

/** Writes all of `bytes` at `position`, however the system portions it. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

const pixelBytes = ({ labels, exampleShape }: DatasetDescription): number => labels.length * sizeOfShape(exampleShape);

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
    cure: 'Delete the file; it is made again from the pictures.',
  });
