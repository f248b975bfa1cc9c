import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LintelError, type TableSchema, tableSchemaSchema } from '@lintel/contracts';
import { type HoldOut, type Table, writeCsv } from '@lintel/core-ml/tables';
import { z } from 'zod';
import { readTableFile } from '../../tables/table-files';
import { TABLE_FILE } from './table-file';

const trainingTableSchema = z.object({
  formatVersion: z.literal(1),
  /** Absolute path of the table. */
  file: z.string(),
  /** SHA-256 (hex) of the table in its canonical form. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  holdOut: z.object({
    share: z.number().min(0).lt(1),
    by: z.enum(['random', 'group', 'time']),
    after: z.number().optional(),
  }),
  /** By which the rows are held out. Absent: that of the model's manifest. */
  schema: tableSchemaSchema.optional(),
});
export type TrainingTable = z.infer<typeof trainingTableSchema>;

/** Writes into a new model folder which table it was trained on. */
export async function writeTrainingTable(
  staged: string,
  file: string,
  table: Table,
  holdOut: HoldOut,
  schema?: TableSchema,
): Promise<void> {
  const content: TrainingTable = { formatVersion: 1, file: resolve(file), sha256: hashOf(table), holdOut, schema };
  await writeFile(join(staged, TABLE_FILE), `${JSON.stringify(content)}\n`);
}

/**
 * @returns null if the model folder does not record it
 * @throws LintelError ARTIFACT_CORRUPT
 */
export async function readTrainingTable(model: string): Promise<TrainingTable | null> {
  const file = join(model, TABLE_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return trainingTableSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LintelError('ARTIFACT_CORRUPT', {
      problem: `${file} does not record which table the model was trained on.`,
      cure: 'Copy the model folder again from its source, or register it with --no-data.',
      cause,
    });
  }
}

/**
 * The table of a model, as it was in the training.
 * @param data another place of the file
 * @throws LintelError NOT_FOUND; DATASET_INVALID if the rows have changed
 */
export async function openTrainingTable({ file, sha256 }: TrainingTable, data: string | undefined): Promise<Table> {
  const path = data ?? file;
  const table = await readTableFile(path).catch((error: unknown) => {
    if (!(error instanceof LintelError) || error.code !== 'NOT_FOUND') throw error;
    throw new LintelError('NOT_FOUND', {
      problem: 'The table that the model was trained on is missing.',
      expected: path,
      received: error.received ?? 'no such file',
      cure: 'Name its current place with --data FILE, or register the model without it with --no-data.',
      cause: error,
    });
  });
  const found = hashOf(table);
  if (found === sha256) return table;
  throw new LintelError('DATASET_INVALID', {
    problem: `${path} is not the table that the model was trained on.`,
    expected: `SHA-256 ${sha256} of its rows`,
    received: `SHA-256 ${found}`,
    cure: 'Restore the table, or train the model again on the current one.',
  });
}

const hashOf = (table: Table): string => createHash('sha256').update(writeCsv(table)).digest('hex');
