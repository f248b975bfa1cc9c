import { readFile, stat } from 'node:fs/promises';
import { LintelError, type TableSchema } from '@lintel/contracts';
import { parseCsv, parseTableSchema, type Table } from '@lintel/core-ml/tables';

/** Options of the commands that read a table to train on. */
export interface TableRoles {
  readonly target?: string;
  readonly group?: string;
  readonly time?: string;
  readonly ignore?: readonly string[];
}

/** Only the roles that were given. */
export const rolesOf = ({ target, group, time, ignore }: TableRoles): TableRoles => ({
  ...(target === undefined ? {} : { target }),
  ...(group === undefined ? {} : { group }),
  ...(time === undefined ? {} : { time }),
  ...(ignore === undefined ? {} : { ignore }),
});

/** @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID */
export async function readTableFile(path: string): Promise<Table> {
  return parseCsv(await read(path, 'table', 'a CSV file'), { name: path });
}

/** @throws LintelError NOT_FOUND, INVALID_CONFIGURATION */
export async function readSchemaFile(path: string): Promise<TableSchema> {
  const bytes = await read(path, 'schema', 'a JSON file, as `lintel tables describe` writes it');
  return parseTableSchema(bytes.toString('utf8'), path);
}

async function read(path: string, what: string, expected: string): Promise<Buffer> {
  return readFile(path).catch(async (cause: unknown) => {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    throw new LintelError('NOT_FOUND', {
      problem: `The ${what} ${path} cannot be read.`,
      expected,
      received: isFolder ? 'a folder' : cause instanceof Error ? cause.message : String(cause),
      cure: isFolder ? 'Name the file in it.' : 'Check the path and the read permission.',
      cause,
    });
  });
}
