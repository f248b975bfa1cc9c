import { basename } from 'node:path';
import {
  LintelError,
  type DatasetVersion,
  type GateReport,
  type ModelVersion,
  type TableSchema,
} from '@lintel/contracts';
import { judgeCandidate, loadModelDirectory, loadModelFiles, type StoredModel } from '@lintel/core-ml';
import {
  type HeldOutTable,
  holdOutRows,
  partCounts,
  parseCsv,
  rowsNotIn,
  type Table,
  type TableManifest,
  writeCsv,
} from '@lintel/core-ml/tables';
import { BaseTables, DatasetVersions, holdOutOfSplit, splitOfTable } from '@lintel/data';
import { type CommandContext } from '../../command-context';
import { counted } from '../../terminal/wording';
import { type OpenRegistry } from '../../models/registry-place';
import { type TrainingData } from '../../models/training-data';
import { openTrainingTable, readTrainingTable, type TrainingTable } from './training-table';

type TableTask = TableManifest['task'];
/** The tasks whose examples are rows of a table. */
type RowTask = TableTask | 'text-classification';

/** What a model learned from a table. */
export interface LearnedTable {
  readonly task: RowTask;
  readonly schema: TableSchema;
  /** The columns to predict, as people read them. */
  readonly target: string;
  /** Empty if the target is a value. */
  readonly classNames: readonly string[];
  readonly count: (parts: HeldOutTable) => Pick<DatasetVersion, 'examples' | 'counts'>;
}

/** The table of a model folder; null if it does not record it. */
export async function findTableData(
  model: string,
  task: TableTask,
  data: string | undefined,
): Promise<TrainingData | null> {
  const known = await readTrainingTable(model);
  if (known === null) return null;
  const table = await openTrainingTable(known, data);
  const { manifest } = await loadModelDirectory<TableTask>(model, { task });
  const { schema } = manifest.preprocessing;
  const classNames = manifest.task === 'tabular-classification' ? [...manifest.reading.classNames] : [];
  const count = (parts: HeldOutTable) => partCounts(parts, schema, classNames);
  return tableData(known, table, { task, schema, target: schema.target!, classNames, count });
}

/** The table that a model was trained on, for the registry. */
export function tableData(
  { file, holdOut }: TrainingTable,
  table: Table,
  { task, schema, target, classNames, count }: LearnedTable,
): TrainingData {
  const parts = holdOutRows(table, schema, holdOut);
  return {
    hasTestPart: parts.test.rows > 0,
    async bring({ modelName, licence, source, by }, { artifacts, database }, { terminal }) {
      terminal.say(`Storing ${counted(table.rows)} rows, of which ${counted(parts.test.rows)} only measure models`);
      const { examples, counts } = count(parts);
      const base = { schema, holdOut, classNames: [...classNames], examples, counts };
      const contentHash = await new BaseTables(artifacts).put(base, writeCsv(table));
      const { group, time } = schema;
      const name = basename(file);
      const about = { target, group, time, columns: table.columns.length };
      return new DatasetVersions(database, artifacts).create({
        modelName,
        base: { name, contentHash, licence, source: source ?? `file ${name}`, stored: true, table: about },
        baseCounts: counts,
        baseExamples: examples,
        classNames: [...classNames],
        split: splitOfTable(holdOut),
        labels: [],
        createdBy: by,
      });
    },
    judge: (version, open, context) => judgeTableVersion(task, version, parts.test, schema, open, context),
  };
}

/**
 * Compares a version with the champion on held-out rows to which neither was fitted. Signatures are not verified here:
 * the models answer no requests.
 * @throws LintelError DATASET_INVALID if the champion was fitted to all of them
 */
async function judgeTableVersion(
  task: RowTask,
  version: ModelVersion,
  test: Table,
  schema: TableSchema,
  open: OpenRegistry,
  context: CommandContext,
): Promise<GateReport> {
  const { registry } = open;
  const { champion } = await registry.aliases(version.modelName);
  const { gatePolicy } = await registry.model(version.modelName);
  const load = async (id: string): Promise<StoredModel<RowTask>> =>
    loadModelFiles<RowTask>(await registry.files(id), { task });
  const candidate = await load(version.id);
  const rows = champion === null ? test : await unknownToChampion(champion, test, schema, open);
  if (rows.rows < test.rows) {
    context.terminal.say(`${counted(test.rows - rows.rows)} rows are left out: the champion was fitted to them`);
  }
  const report = await judgeCandidate<RowTask>({
    candidate,
    champion: champion === null ? null : { id: champion, model: await load(champion) },
    examples: rows,
    policy: gatePolicy,
    signal: context.signal,
  });
  await registry.recordGates(version.id, report);
  for (const { name, passed, reason } of report.gates) {
    context.terminal.say(`Gate ${name}: ${passed ? 'passed' : 'refused'}. ${reason}`);
  }
  return report;
}

/**
 * The test rows that the champion was not fitted to.
 * @throws LintelError DATASET_INVALID if there is none, or it is not known what the champion was fitted to
 */
async function unknownToChampion(
  championId: string,
  test: Table,
  schema: TableSchema,
  { registry, artifacts, database }: OpenRegistry,
): Promise<Table> {
  const { datasetVersionId } = await registry.version(championId);
  if (datasetVersionId === null) throw unknownData();
  const { base, split } = await new DatasetVersions(database, artifacts).get(datasetVersionId);
  if (base.table === undefined) throw unknownData();
  const learned = await new BaseTables(artifacts).get(base.contentHash);
  const { train } = holdOutRows(parseCsv(learned.csv, { delimiter: ',' }), learned.schema, holdOutOfSplit(split));
  const rows = rowsNotIn(test, train, schema, learned.schema);
  if (rows.rows > 0) return rows;
  throw new LintelError('DATASET_INVALID', {
    problem: 'The champion was fitted to every row of the test part, so the models cannot be compared fairly.',
    expected: 'rows that neither model was fitted to',
    received: `${counted(test.rows)} rows, all of them known to the champion`,
    cure: 'Train both models with the same --test share, or promote this one with --reason.',
  });
}

const unknownData = (): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'It is not known which rows the champion was fitted to, so the models cannot be compared fairly.',
    expected: 'a champion that was registered with its table',
    received: 'a champion without one',
    cure: 'Register the champion again without --no-data, or promote this version with --reason.',
  });
