import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LintelError, type TableColumn, type TableSchema } from '@lintel/contracts';
import { writeAtomically } from '@lintel/contracts/files';
import { inferSchema, inspectTable } from '@lintel/core-ml/tables';
import { type CommandContext } from '../command-context';
import { describeTableFinding } from '../tasks/tabular/describe-table-finding';
import { readTableFile, rolesOf, type TableRoles } from './table-files';
import { counted, table } from '../terminal/wording';

export interface DescribeTableOptions extends TableRoles {
  readonly data: string;
  readonly out?: string;
  readonly overwrite?: boolean;
}

/** Infers the schema of a table, shows it with what is wrong with the table, and writes it to a file. */
export async function describeTable(options: DescribeTableOptions, { terminal }: CommandContext): Promise<void> {
  const { data, out, overwrite = false } = options;
  const file = out === undefined ? undefined : resolve(out);
  if (file !== undefined && !overwrite) await refuseExisting(file);
  const read = await readTableFile(data);
  const schema = inferSchema(read, rolesOf(options));
  const { findings } = inspectTable(read, schema);
  if (file !== undefined) {
    await writeAtomically(file, (handle) => handle.writeFile(`${JSON.stringify(schema, null, 2)}\n`));
  }
  terminal.result(
    { command: 'tables describe', data, file: file ?? null, rows: read.rows, schema, findings },
    [
      `${data}: ${counted(read.rows)} rows, ${counted(read.columns.length)} columns`,
      '',
      table(['column', 'kind', 'role', 'about'], describeColumns(schema)),
      ...findings.map((finding) => `${finding.severity}: ${describeTableFinding(finding)}`),
      ...(file === undefined ? [] : ['', `Written to ${file}. Edit it, then: npx lintel train --schema ${out} …`]),
    ].join('\n'),
  );
}

async function refuseExisting(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new LintelError('OUTPUT_UNWRITABLE', {
    problem: `${file} already exists.`,
    expected: 'a new file',
    received: 'a file or folder of that name',
    cure: 'Choose another name, or replace the file with --overwrite.',
  });
}

function describeColumns({ columns, target, group, time }: TableSchema): string[][] {
  const roles = new Map([
    [target, 'target'],
    [group, 'group'],
    [time, 'time'],
  ]);
  return columns.map((column) => [column.name, column.kind, roles.get(column.name) ?? '', about(column)]);
}

const VALUES_SHOWN = 4;

function about(column: TableColumn): string {
  switch (column.kind) {
    case 'number':
      return column.special.length === 0 ? '' : `special values ${column.special.join(', ')}`;
    case 'category': {
      const names = column.categories.slice(0, VALUES_SHOWN).map(({ value }) => value);
      return `${counted(column.categories.length)} values: ${names.join(', ')}${column.categories.length > VALUES_SHOWN ? ', …' : ''}`;
    }
    case 'boolean':
      return `${column.yes} or ${column.no}`;
    case 'time':
      return column.format;
    case 'text':
      return 'not used';
    case 'ignored':
      return column.reason ?? '';
  }
}
