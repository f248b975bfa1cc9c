import { readFile, stat } from 'node:fs/promises';
import { LintelError } from '@lintel/contracts';
import { type StoredModel } from '@lintel/core-ml';
import { parseCsv, type Table, type TableManifest } from '@lintel/core-ml/tables';

export type TableModel = StoredModel<TableManifest['task']>;

/** The model if it answers rows of tables, else undefined. */
export function tableModelOf({ manifest, ...files }: StoredModel): TableModel | undefined {
  const isTable = manifest.task === 'tabular-classification' || manifest.task === 'tabular-regression';
  return isTable ? { ...files, manifest } : undefined;
}

/** @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID */
export async function readTableFile(path: string): Promise<Table> {
  const bytes = await readFile(path).catch(async (cause: unknown) => {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    throw new LintelError('NOT_FOUND', {
      problem: `The table ${path} cannot be read.`,
      expected: 'a CSV file',
      received: isFolder ? 'a folder' : cause instanceof Error ? cause.message : String(cause),
      cure: isFolder ? 'Name the CSV file in it.' : 'Check the path and the read permission.',
      cause,
    });
  });
  return parseCsv(bytes, { name: path });
}
