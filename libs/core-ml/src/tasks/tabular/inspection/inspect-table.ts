import { type TableFinding, type TableReport, type TableSchema } from '@lintel/contracts';
import { type Table } from '../../../tables/table';
import { inspectColumns, inspectTarget, type InspectedColumn } from './inspected-target';
import { repeatedEntity } from './repeated-entity';
import { repeatedRows } from './repeated-rows';
import { targetLeaks } from './target-leaks';

export interface InspectTableOptions {
  /** The part of each row, such as 0 for training and 1 for testing, if the table is already split. */
  readonly parts?: ArrayLike<number>;
}

const SEVERITIES: readonly TableFinding['severity'][] = ['error', 'warning', 'note'];
const MANY_MISSING = 0.5;
const SMALLEST_CLASS = 20;

/**
 * Looks at a table before training for what would make a model look better than it is, or learn nothing: copies and
 * contradictions, columns that contain the target, ids that follow the order of collection, people or lots whose rows
 * a random split would separate, constant and empty columns, small classes. All columns of the table are looked at,
 * ignored ones too.
 */
export function inspectTable(table: Table, schema: TableSchema, { parts }: InspectTableOptions = {}): TableReport {
  const columns = inspectColumns(table, schema);
  const target = inspectTarget(table, schema, columns);
  const chosen = new Set(schema.columns.filter(({ kind }) => kind === 'ignored').map(({ name }) => name));
  const others = columns.filter(({ name }) => name !== schema.target);
  const leaks = target
    ? targetLeaks(
        others.filter(({ name }) => name !== schema.time),
        target,
      )
    : [];
  const numbered = new Set(leaks.flatMap((leak) => (leak.kind === 'numbered-in-order' ? [leak.column] : [])));
  const described = others.filter(({ name }) => !numbered.has(name) && !chosen.has(name));
  const entity = repeatedEntity(
    others.filter(({ name }) => name !== schema.time),
    target,
    parts,
  );
  const findings = [
    ...leaks,
    ...(entity ? [entity] : []),
    ...repeatedRows(
      table,
      described,
      columns.find(({ name }) => name === schema.target),
      target?.kind === 'classes',
      parts,
    ),
    ...others.flatMap((column) => columnFindings(column, table.rows)),
  ];
  const classes =
    target?.kind === 'classes'
      ? target.outputs.map(({ name, values }) => ({
          className: name,
          rows: values.filter((value) => value === 1).length,
        }))
      : null;
  for (const { className, rows } of classes ?? [])
    if (rows < SMALLEST_CLASS) findings.push({ kind: 'small-class', severity: 'warning', className, rows });
  findings.sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
  return {
    rows: table.rows,
    classes,
    missing: columns
      .map((column) => ({ column: column.name, share: missingShare(column) }))
      .filter(({ share }) => share > 0),
    findings,
  };
}

function columnFindings(column: InspectedColumn, rows: number): TableFinding[] {
  const { name, distinct, numbers } = column;
  const share = missingShare(column);
  const found: TableFinding[] = [];
  if (distinct === 1 && share === 0) found.push({ kind: 'constant-column', severity: 'note', column: name });
  if (share >= MANY_MISSING) found.push({ kind: 'missing-values', severity: 'warning', column: name, share });
  if (!numbers && distinct > 50 && distinct > 0.5 * rows)
    found.push({ kind: 'identifier', severity: 'note', column: name, distinct });
  return found;
}

const missingShare = ({ texts }: InspectedColumn): number =>
  texts.filter((text) => text === null).length / Math.max(1, texts.length);
