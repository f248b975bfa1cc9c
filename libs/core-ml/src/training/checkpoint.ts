import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { epochResultSchema, LintelError, sizeOfShape } from '@lintel/contracts';
import { writeAtomically } from '@lintel/contracts/files';
import { z } from 'zod';
import { type NamedArray } from './training-step';

const arraysSchema = z.array(z.object({ name: z.string(), shape: z.array(z.int().min(0)) }));
const headerSchema = z.object({
  formatVersion: z.literal(1),
  /** Hash of everything that a resumed run must share with the original run. */
  fingerprint: z.string(),
  /** Completed epochs. */
  epoch: z.int().min(1),
  curve: z.array(epochResultSchema),
  best: z.object({ epoch: z.int().min(1), score: z.number() }),
  epochsWithoutProgress: z.int().min(0),
  weights: arraysSchema,
  bestWeights: arraysSchema,
  average: arraysSchema.default([]),
  optimizer: arraysSchema,
});

export interface Checkpoint extends Omit<
  z.infer<typeof headerSchema>,
  'weights' | 'bestWeights' | 'average' | 'optimizer' | 'formatVersion'
> {
  readonly weights: readonly NamedArray[];
  /** Empty if the best epoch is the last one. */
  readonly bestWeights: readonly NamedArray[];
  /** Running average of the weights; empty if none is kept. */
  readonly average: readonly NamedArray[];
  readonly optimizer: readonly NamedArray[];
}

/**
 * One file: SHA-256 of the rest (32 bytes), length of the header (4 bytes, little-endian), header (JSON), then the
 * float32 values of weights, best weights, their average and the optimiser. The file is written to a temporary file and
 * renamed: a process killed while writing leaves the previous checkpoint.
 */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const groups = [checkpoint.weights, checkpoint.bestWeights, checkpoint.average, checkpoint.optimizer];
  const [weights, bestWeights, average, optimizer] = groups.map((group) =>
    group.map(({ name, shape }) => ({ name, shape })),
  );
  const header = Buffer.from(
    JSON.stringify({ formatVersion: 1, ...checkpoint, weights, bestWeights, average, optimizer }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const body: Uint8Array[] = [length, header];
  for (const { values } of groups.flat()) body.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  const hash = createHash('sha256');
  for (const part of body) hash.update(part);
  await writeAtomically(file, async (handle) => {
    await handle.writeFile(hash.digest());
    for (const part of body) await handle.writeFile(part);
  });
}

/**
 * @returns undefined if there is no checkpoint
 * @throws LintelError CHECKPOINT_INVALID if the file is damaged or belongs to another run
 */
export async function readCheckpoint(file: string, fingerprint: string): Promise<Checkpoint | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const body = bytes.subarray(32);
  if (bytes.length < 36 || !createHash('sha256').update(body).digest().equals(bytes.subarray(0, 32))) {
    throw invalid(file, 'a file whose checksum fits its content', 'a damaged file');
  }
  const headerEnd = 4 + body.readUInt32LE(0);
  const header = headerSchema.parse(JSON.parse(body.subarray(4, headerEnd).toString('utf8')));
  if (header.fingerprint !== fingerprint) {
    throw invalid(file, 'a checkpoint of the same data, architecture, configuration and seed', 'one of another run');
  }
  let at = headerEnd;
  const readArrays = (arrays: z.infer<typeof arraysSchema>): NamedArray[] =>
    arrays.map(({ name, shape }) => {
      const length = 4 * sizeOfShape(shape);
      // Copied, because the offset of a Float32Array must be a multiple of four.
      const values = new Float32Array(Uint8Array.prototype.slice.call(body, at, at + length).buffer);
      at += length;
      return { name, shape, values };
    });
  const { weights, bestWeights, average, optimizer, ...rest } = header;
  return {
    ...rest,
    weights: readArrays(weights),
    bestWeights: readArrays(bestWeights),
    average: readArrays(average),
    optimizer: readArrays(optimizer),
  };
}

function invalid(file: string, expected: string, received: string): LintelError {
  return new LintelError('CHECKPOINT_INVALID', {
    problem: `Training can't resume from the checkpoint ${file}.`,
    expected,
    received,
    cure: 'Start again without resuming, or resume with the settings of the first run.',
  });
}
