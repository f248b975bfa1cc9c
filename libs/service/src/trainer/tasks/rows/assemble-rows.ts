import { type DatasetVersion, type Label, LintelError, type TableSchema } from '@lintel/contracts';
import {
  concatTables,
  holdOutRows,
  holdOutRule,
  parseCsv,
  type Table,
  tableOfRecords,
  writeCsv,
} from '@lintel/core-ml/tables';
import { BaseTables, splitOfTable } from '@lintel/data';
import { type JobContext } from '../../job-context';
import { type JobDataOptions } from '../../job-data';
import { type RowKind } from './row-kind';
import { type RowModel } from './row-model';
import { labelledRows, placeRow } from './row-examples';

type AssembleContext = Pick<JobContext, 'job' | 'platform' | 'subjects' | 'cacheDir' | 'signal' | 'log'>;

interface TableOfBase {
  readonly description: DatasetVersion['base'];
  readonly table: Table;
  readonly schema: TableSchema;
  /** Share of the rows that only measures. */
  readonly share: number;
}

/**
 * The dataset version of a job: the given one, or one of the base and all labels, which is created if they have changed.
 * @throws LintelError NOT_FOUND, DATASET_INVALID, ARTIFACT_CORRUPT, and errors of the model's own base
 */
export async function assembleRows(
  model: RowModel,
  kind: RowKind,
  { versionId, likeModelVersion }: JobDataOptions,
  context: AssembleContext,
): Promise<DatasetVersion> {
  const { platform } = context;
  if (versionId !== undefined) return platform.datasets.get(versionId);
  const like = likeModelVersion === null ? null : (await platform.registry.version(likeModelVersion)).datasetVersionId;
  const known = like === null ? null : (await platform.datasets.get(like)).base;
  const base = known?.stored ? await openStored(model, known, context) : await openOwn(model, kind, context);
  return newVersion(model, kind, base, context);
}

/** Opens the table that was registered with a model. */
async function openStored(
  model: RowModel,
  description: DatasetVersion['base'],
  { platform }: AssembleContext,
): Promise<TableOfBase> {
  const { csv, schema, holdOut } = await new BaseTables(platform.artifacts).get(description.contentHash);
  return { description, schema, table: parseCsv(csv, { delimiter: ',' }), share: holdOut.share || model.test };
}

/** Opens the table of the vertical, and keeps it, so that later versions can be compared on rows new to this one. */
async function openOwn(
  model: RowModel,
  kind: RowKind,
  { platform, cacheDir, signal }: AssembleContext,
): Promise<TableOfBase> {
  const { name, licence, source } = model.base;
  const { table, schema } = await model.base.open({ cacheDir, signal });
  const { group, time } = schema;
  const target = kind.targetName(schema);
  const holdOut = holdOutRule(table, schema, model.test);
  const classNames = [...kind.classNames(table, schema)];
  const counted = kind.count(holdOutRows(table, schema, holdOut), schema, classNames);
  const base = { schema, holdOut, classNames, ...counted };
  const contentHash = await new BaseTables(platform.artifacts).put(base, writeCsv(table));
  const about = { target, group, time, columns: table.columns.length };
  return {
    description: { name, licence, source, contentHash, stored: false, table: about },
    table,
    schema,
    share: model.test,
  };
}

async function newVersion(
  model: RowModel,
  kind: RowKind,
  { description, table, schema, share }: TableOfBase,
  { job, platform, subjects, log }: AssembleContext,
): Promise<DatasetVersion> {
  const baseClasses = kind.classNames(table, schema);
  const inForce = await platform.labels.newest(model.name);
  const chosen = kind.choose(inForce, baseClasses);
  for (const line of chosen.leftOut) log(line);
  const rows = await labelledRows(chosen.labels, subjects);
  // With times, the test part moves on with the rows.
  const timed = [...rows.values()].filter((row) => schema.time !== null && row[schema.time] != null);
  const rule = holdOutRule(timed.length === 0 ? table : concatTables(table, tableOfRecords(timed)), schema, share);
  const places = new Map([...rows].map(([sha256, row]) => [sha256, placeRow(row, schema, rule, kind)]));
  const unreadable = [...places].filter(([, place]) => place instanceof LintelError);
  if (unreadable.length > 0) {
    const named = unreadable
      .slice(0, 3)
      .map(([sha256, place]) => `${sha256.slice(0, 12)}: ${(place as LintelError).problem}`);
    log(`${unreadable.length} labelled rows are left out because they cannot be read. ${named.join(' ')}`);
  }
  const gone = new Set(chosen.labels.map(({ inputSha256 }) => inputSha256)).size - rows.size;
  if (gone > 0) log(`${gone} labelled rows are left out: their subjects were erased`);
  const { examples, counts } = kind.count(holdOutRows(table, schema, rule), schema, baseClasses);
  return platform.datasets.create({
    modelName: model.name,
    base: description,
    baseCounts: counts,
    baseExamples: examples,
    classNames: chosen.classNames,
    split: splitOfTable(rule),
    labels: chosen.labels.filter(({ inputSha256 }) => typeof places.get(inputSha256) === 'boolean'),
    partOf: ({ inputSha256 }: Label) => (places.get(inputSha256) === true ? 'test' : 'train'),
    createdBy: job.requestedBy,
  });
}
