import { type DatasetVersion, type Label, LintelError, type TableSchema } from '@lintel/contracts';
import {
  concatTables,
  holdOutRows,
  holdOutRule,
  parseCsv,
  partCounts,
  readClasses,
  type Table,
  tableOfRecords,
  writeCsv,
} from '@lintel/core-ml/tables';
import { BaseTables, splitOfTable } from '@lintel/data';
import { type JobContext } from '../../job-context';
import { type JobDataOptions } from '../../job-data';
import { chooseLabels } from '../classification/label-classes';
import { labelledRows, placeRow } from './table-examples';
import { type TrainableTable } from './trainable-table';

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
export async function assembleTable(
  model: TrainableTable,
  { versionId, likeModelVersion }: JobDataOptions,
  context: AssembleContext,
): Promise<DatasetVersion> {
  const { platform } = context;
  if (versionId !== undefined) return platform.datasets.get(versionId);
  const like = likeModelVersion === null ? null : (await platform.registry.version(likeModelVersion)).datasetVersionId;
  const known = like === null ? null : (await platform.datasets.get(like)).base;
  const base = known?.stored ? await openStored(model, known, context) : await openOwn(model, context);
  return newVersion(model, base, context);
}

/** Opens the table that was registered with a model. */
async function openStored(
  model: TrainableTable,
  description: DatasetVersion['base'],
  { platform }: AssembleContext,
): Promise<TableOfBase> {
  const { csv, schema, holdOut } = await new BaseTables(platform.artifacts).get(description.contentHash);
  return { description, schema, table: parseCsv(csv, { delimiter: ',' }), share: holdOut.share || model.test };
}

/** Opens the table of the vertical, and keeps it, so that later versions can be compared on rows new to this one. */
async function openOwn(model: TrainableTable, { platform, cacheDir, signal }: AssembleContext): Promise<TableOfBase> {
  const { name, licence, source } = model.base;
  const { table, schema } = await model.base.open({ cacheDir, signal });
  const { target, group, time } = schema;
  if (target === null) throw withoutTarget(model.name);
  const holdOut = holdOutRule(table, schema, model.test);
  const classNames = [...classesOf(model, table, schema)];
  const counted = partCounts(holdOutRows(table, schema, holdOut), schema, classNames);
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
  model: TrainableTable,
  { description, table, schema, share }: TableOfBase,
  { job, platform, subjects, log }: AssembleContext,
): Promise<DatasetVersion> {
  const baseClasses = classesOf(model, table, schema);
  const inForce = await platform.labels.newest(model.name);
  const chosen =
    model.task === 'tabular-regression'
      ? { labels: inForce, classNames: [], leftOut: [] }
      : chooseLabels(inForce, baseClasses, []);
  for (const line of chosen.leftOut) log(line);
  const rows = await labelledRows(chosen.labels, subjects);
  // With times, the test part moves on with the rows.
  const timed = [...rows.values()].filter((row) => schema.time !== null && row[schema.time] != null);
  const rule = holdOutRule(timed.length === 0 ? table : concatTables(table, tableOfRecords(timed)), schema, share);
  const places = new Map([...rows].map(([sha256, row]) => [sha256, placeRow(row, schema, rule)]));
  const unreadable = [...places].filter(([, place]) => place instanceof LintelError);
  if (unreadable.length > 0) {
    const named = unreadable
      .slice(0, 3)
      .map(([sha256, place]) => `${sha256.slice(0, 12)}: ${(place as LintelError).problem}`);
    log(`${unreadable.length} labelled rows are left out because they cannot be read. ${named.join(' ')}`);
  }
  const gone = new Set(chosen.labels.map(({ inputSha256 }) => inputSha256)).size - rows.size;
  if (gone > 0) log(`${gone} labelled rows are left out: their subjects were erased`);
  const { examples, counts } = partCounts(holdOutRows(table, schema, rule), schema, baseClasses);
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

/** The classes of the base in their order; empty if the target is a value. */
function classesOf({ task, ...model }: TrainableTable, table: Table, schema: TableSchema): readonly string[] {
  return task === 'tabular-regression' ? [] : readClasses(table, schema, model.positive);
}

const withoutTarget = (name: string): LintelError =>
  new LintelError('INVALID_CONFIGURATION', {
    problem: `The schema of ${name} does not say which column to predict.`,
    expected: 'a schema with a target',
    received: 'none',
    cure: 'Name the target where the base of the model is opened.',
  });
