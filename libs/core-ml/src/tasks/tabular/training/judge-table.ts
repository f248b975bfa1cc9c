import { type ComparisonOf, headlinesOf, LintelError, type MetricReport } from '@lintel/contracts';
import { type StoredModel } from '../../../inference/load-model-directory';
import { compareMeasures } from '../../../promotion/compare-measures';
import { requiredValueGate } from '../../../promotion/required-value-gate';
import { type Table } from '../../../tables/table';
import { type JudgedTask } from '../../judged-task';
import { answerRows } from './evaluate-table';
import { DRAWS, measuresOf, measureTable } from './measure-table';
import { readTableData, type TableData } from './table-data';
import { type TableManifest } from './train-table';

type TableTask = TableManifest['task'];
type TableModel = Pick<StoredModel, 'onnx'> & { readonly manifest: TableManifest };

/** The same draws for every comparison, so that judging again gives the same report. */
const SEED = 1;

/** Judges models that classify rows. */
export const judgedTabularClassification: JudgedTask<'tabular-classification'> = judgedTable('tabular-classification');
/** Judges models that answer rows with a value. */
export const judgedTabularRegression: JudgedTask<'tabular-regression'> = judgedTable('tabular-regression');

/**
 * Candidate and champion answer the same rows, each with its own preprocessing; the interval of the gain is that of the
 * paired bootstrap, in which rows of one group are drawn together. Neither may have been fitted to these rows.
 */
function judgedTable<Id extends TableTask>(task: Id): JudgedTask<Id> {
  const assess = async (
    candidate: TableModel,
    champion: TableModel | null,
    examples: Table,
    signal: AbortSignal | undefined,
  ) => {
    const data = readExamples(examples, champion === null ? [candidate] : [candidate, champion]);
    const { contentHash: testSetHash, groups } = data;
    const own = await answersOf(candidate, data, signal);
    const evaluation: MetricReport = {
      examples: data.table.rows,
      protocol: { kind: 'held-out' },
      metrics: measureTable(own, data.target, { seed: SEED, ...(groups === undefined ? {} : { groups }) }),
    };
    if (champion === null) return { evaluation, testSetHash, rival: null };
    const theirs = await answersOf(champion, data, signal);
    const comparison = compareTables(task, evaluation, data, theirs, own);
    return { evaluation, testSetHash, rival: { testSetHash, comparison: comparison as ComparisonOf<Id> } };
  };
  const judged = {
    assess: ({ candidate, champion, examples, signal }) => assess(candidate, champion, examples, signal),
    gates: (evaluation, _, { requiredValue }) =>
      requiredValue === null ? [] : [requiredValueGate({ task, evaluation }, requiredValue)],
    remarks: () => [],
  } satisfies JudgedTask<TableTask>;
  return judged as unknown as JudgedTask<Id>;
}

/** Reads the test rows as the candidate's schema says; its group keeps rows together. */
function readExamples(examples: Table, models: readonly TableModel[]): TableData {
  const { schema } = models[0]!.manifest.preprocessing;
  const target = schema.target;
  const other = models.find(({ manifest }) => manifest.preprocessing.schema.target !== target);
  if (other !== undefined) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The models predict different columns, so they cannot be compared.',
      expected: `the column "${target}"`,
      received: `the column "${other.manifest.preprocessing.schema.target}"`,
      cure: 'Compare models that were trained on the same target.',
    });
  }
  const classNames = [...new Set(models.flatMap(({ manifest }) => classNamesOf(manifest)))];
  return readTableData(
    examples,
    schema,
    classNames.length === 0 ? { kind: 'values' } : { kind: 'classes', classNames },
  );
}

const classNamesOf = (manifest: TableManifest): readonly string[] =>
  manifest.task === 'tabular-classification' ? manifest.reading.classNames : [];

/**
 * @returns float64 [rows, 1] of values, or [rows, classes] of probabilities in the order of the data; a class that the
 *   model does not know has none
 */
async function answersOf(
  model: TableModel,
  { table, target }: TableData,
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const { answers } = await answerRows(model, table, signal);
  if (target.kind === 'values') return answers;
  const own = classNamesOf(model.manifest);
  const columns = target.classNames.map((name) => own.indexOf(name));
  const outputs = answers.length / table.rows;
  const probability = (row: number, column: number): number => {
    if (column < 0) return 0;
    // One value is the probability of the second class.
    if (outputs === 1) return column === 1 ? answers[row]! : 1 - answers[row]!;
    return answers[row * outputs + column]!;
  };
  return Float64Array.from({ length: table.rows * columns.length }, (_, at) =>
    probability(Math.floor(at / columns.length), columns[at % columns.length]!),
  );
}

function compareTables(
  task: TableTask,
  evaluation: MetricReport,
  { table, target, groups }: TableData,
  champion: Float64Array,
  challenger: Float64Array,
): ComparisonOf<TableTask> {
  const measures = { champion: measuresOf(champion, target), challenger: measuresOf(challenger, target) };
  const options = { seed: SEED, draws: DRAWS, ...(groups === undefined ? {} : { groups }) };
  return { task, ...compareMeasures(headlinesOf({ task, evaluation }), measures, table.rows, options) };
}
