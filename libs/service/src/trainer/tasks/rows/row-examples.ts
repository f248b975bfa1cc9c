import { LintelError, type DatasetVersion, type Label, type TableSchema } from '@lintel/contracts';
import { type TableRow } from '@lintel/core-ml';
import {
  concatTables,
  holdOutRows,
  type HeldOutTable,
  isHeldOut,
  type HoldOut,
  parseCsv,
  rowsNotIn,
  type Table,
  tableOfRecords,
} from '@lintel/core-ml/tables';
import { BaseTables, holdOutOfSplit, type LabelledExample } from '@lintel/data';
import { type Platform } from '../../../platform/platform';
import { LabelledRows } from '../../../privacy/labelled-rows';
import { type SubjectData } from '../../../privacy/subject-data';
import { type RowKind } from './row-kind';

export interface RowSources {
  readonly platform: Pick<Platform, 'artifacts' | 'datasets' | 'registry'>;
  readonly subjects: Pick<SubjectData, 'pictures'>;
}

/** The rows of a dataset version. */
export interface RowExamples extends HeldOutTable {
  readonly schema: TableSchema;
  /** Labelled rows that no longer exist: their subjects were erased. */
  readonly gone: number;
}

/**
 * The rows of a dataset version: those of its base, and the labelled ones. Copies of a test row are not trained on.
 * @throws LintelError NOT_FOUND, ARTIFACT_CORRUPT, DATASET_INVALID
 */
export async function rowExamples(
  { id, base, split }: Pick<DatasetVersion, 'id' | 'base' | 'split'>,
  { platform, subjects }: RowSources,
  kind: Pick<RowKind, 'answer'>,
): Promise<RowExamples> {
  const { csv, schema } = await new BaseTables(platform.artifacts).get(base.contentHash);
  const own = holdOutRows(parseCsv(csv, { delimiter: ',' }), schema, holdOutOfSplit(split));
  const items = await platform.datasets.items(id);
  const rows = await labelledRows(items, subjects);
  const labelled = (part: LabelledExample['part']): Table =>
    tableOfRecords(
      items.flatMap((item) => {
        const row = item.part === part ? rows.get(item.inputSha256) : undefined;
        return row === undefined ? [] : [{ ...row, ...kind.answer(item.target, schema) }];
      }),
    );
  const test = concatTables(own.test, labelled('test'));
  return {
    schema,
    test,
    train: rowsNotIn(concatTables(own.train, labelled('train')), test, schema),
    gone: new Set(items.map(({ inputSha256 }) => inputSha256)).size - rows.size,
  };
}

/** The rows that still exist, by their SHA-256. */
export async function labelledRows(
  labels: readonly Pick<Label, 'inputSha256'>[],
  { pictures }: RowSources['subjects'],
): Promise<Map<string, TableRow>> {
  const store = new LabelledRows(pictures);
  const rows = new Map<string, TableRow>();
  for (const sha256 of new Set(labels.map(({ inputSha256 }) => inputSha256))) {
    const row = await store.get(sha256);
    if (row !== null) rows.set(sha256, row);
  }
  return rows;
}

/** Whether a row only measures; an error if it cannot be read as the schema says. */
export function placeRow(
  row: TableRow,
  schema: TableSchema,
  rule: HoldOut,
  kind: Pick<RowKind, 'check'>,
): boolean | LintelError {
  const table = tableOfRecords([row]);
  try {
    kind.check(row, schema);
    return isHeldOut(table, schema, rule)[0]!;
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
}

/**
 * The test rows to which none of some model versions was fitted.
 * @throws LintelError DATASET_INVALID if no row is left, or it is not known what a version was fitted to
 */
export async function unknownRows(
  { test, schema }: Pick<RowExamples, 'test' | 'schema'>,
  modelVersions: readonly string[],
  sources: RowSources,
  kind: Pick<RowKind, 'answer'>,
): Promise<Table> {
  const { registry, datasets } = sources.platform;
  let rows = test;
  for (const versionId of modelVersions) {
    const { datasetVersionId, number } = await registry.version(versionId);
    const known = datasetVersionId === null ? null : await datasets.get(datasetVersionId);
    if (known?.base.table === undefined) throw unknownData(number);
    const learned = await rowExamples(known, sources, kind);
    rows = rowsNotIn(rows, learned.train, schema, learned.schema);
  }
  if (rows.rows > 0) return rows;
  throw new LintelError('DATASET_INVALID', {
    problem: 'A model was fitted to every row of the test part, so the versions cannot be compared fairly.',
    expected: 'rows that neither version was fitted to',
    received: `${test.rows} rows, all of them known to one of the versions`,
    cure: 'Promote the version by hand after comparing it on new rows, or register a champion that was trained with a test part.',
  });
}

const unknownData = (version: number): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: `It is not known which rows version ${version} was fitted to, so the versions cannot be compared fairly.`,
    expected: 'a version that was registered with its dataset version',
    received: 'a version without one',
    cure: 'Register the model together with its data (lintel models register --data FILE), or promote a version by hand after comparing it on new rows.',
  });
