import { basename, resolve } from 'node:path';
import {
  LintelError,
  type MetricReport,
  type OptionalMetric,
  type TableFinding,
  type TableRecipe,
  type TableSchema,
} from '@lintel/contracts';
import {
  editSchema,
  holdOutRows,
  holdOutRule,
  inferSchema,
  inspectTable,
  type SearchedTable,
  type Table,
  type TableManifest,
  trainTable,
} from '@lintel/core-ml/tables';
import { type CommandContext } from '../../command-context';
import { bar, counted, duration, table } from '../../terminal/wording';
import { describeMetrics } from '../../commands/describe-metrics';
import { writeTrainingTable } from './training-table';
import { reportMetrics } from '../../commands/metrics';
import { readSchemaFile, readTableFile, rolesOf } from '../../tables/table-files';
import { type TrainOptions } from '../task-commands';
import { describeSearch, removeSearch, searchFile, searchOnTable } from './search-table';
import { describeTableFinding } from './describe-table-finding';

export interface TrainTableOptions extends TrainOptions {
  readonly task?: TableManifest['task'];
  readonly recipe?: TableRecipe;
  /** A JSON file, as `lintel tables describe` writes it. Default: the schema is inferred. */
  readonly schema?: string;
  readonly target?: string;
  readonly group?: string;
  readonly time?: string;
  readonly ignore?: readonly string[];
  readonly positive?: string;
  /** Share of the rows that only measures this model and later ones. Default: 0, the model is fitted to all rows. */
  readonly test?: number;
  /** Seconds in which the recipe and its settings are searched for. Default: no search. */
  readonly search?: number;
  /** Most configurations of the search. */
  readonly trials?: number;
  /** Continue a search that was stopped. */
  readonly resume?: boolean;
  /** Further metrics to measure. */
  readonly metric?: readonly OptionalMetric[];
}

/** Reads a table, reports what is wrong with it, and trains, evaluates and exports a model. */
export async function trainTableModel(options: TrainTableOptions, context: CommandContext): Promise<void> {
  const { terminal, signal } = context;
  const began = performance.now();
  const { data, out, recipe, positive, seed, overwrite } = options;
  const read = await readTableFile(data);
  const schema = await schemaOf(options, read);
  terminal.say(`${data}: ${counted(read.rows)} rows, ${counted(read.columns.length)} columns`);
  for (const line of describeIgnored(schema)) terminal.say(line);
  const inspected = inspectTable(read, schema);
  for (const finding of inspected.findings) {
    if (finding.severity !== 'note' && !isHandled(finding, schema))
      terminal.say(`${finding.severity}: ${describeTableFinding(finding)}`);
  }
  checkSearch(options);
  const rule = holdOutRule(read, schema, options.test ?? (options.search === undefined ? 0 : SEARCH_TEST));
  const parts = rule.share === 0 ? { train: read, test: null } : holdOutRows(read, schema, rule);
  if (parts.test !== null) terminal.say(`${counted(parts.test.rows)} rows are held out, to compare models on`);
  const searched = parts.test === null ? undefined : await searchIfAsked(parts.train, schema, options, context);
  const { directory, manifest, tried, withoutTarget } = await trainTable({
    table: parts.train,
    beside: (staged) => writeTrainingTable(staged, data, read, rule),
    search: searched && { ...searched, test: parts.test! },
    schema,
    task: options.task,
    recipe,
    positive,
    name: options.name ?? basename(resolve(out)),
    source: basename(data),
    out,
    overwrite,
    seed,
    optional: options.metric,
    signal,
    onProgress: (what, done) => terminal.progress(`${what} ${bar(done)}`),
  });
  if (searched) await removeSearch(out);
  if (withoutTarget > 0) terminal.say(`${counted(withoutTarget)} rows without a target were left out`);
  const { name, task, architecture, training, evaluation, onnx } = manifest;
  const report = evaluation!;
  const seconds = (performance.now() - began) / 1000;
  const byRecipe = Object.fromEntries(Object.entries(tried).map(([key, one]) => [key, reportMetrics(one)]));
  terminal.result(
    {
      ...{ command: 'train', directory, name, task, recipe: architecture.name, parameters: architecture.parameters },
      metrics: reportMetrics(report),
      ...{ protocol: report.protocol, tried: byRecipe, examples: report.examples, withoutTarget },
      ...{ trainingSeconds: training.seconds, seconds, parity: onnx.parity, findings: inspected.findings },
      ...(searched && { search: { ...searched.summary, table: searched.state.trials } }),
    },
    [...(searched ? [describeSearch(searched), ''] : []), describe(manifest, tried, seconds)].join('\n'),
  );
}

/** Of the rows, unless --test says otherwise. */
const SEARCH_TEST = 0.2;

async function searchIfAsked(
  rows: Table,
  schema: TableSchema,
  options: TrainTableOptions,
  context: CommandContext,
): Promise<SearchedTable | undefined> {
  if (options.search === undefined) return undefined;
  const found = await searchOnTable(rows, schema, options, context);
  context.terminal.say(`The search is stored in ${searchFile(options.out)} until the model is complete`);
  return found;
}

/** @throws LintelError INVALID_ARGUMENT */
function checkSearch({ search, trials, resume, test }: TrainTableOptions): void {
  if (search === undefined && (trials !== undefined || resume === true)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `${trials === undefined ? '--resume' : '--trials'} belongs to a search.`,
      expected: '--search with a time, such as --search 10m',
      received: 'no --search',
      cure: 'Add --search, or leave the option out.',
    });
  }
  if (search === undefined || test === undefined || test > 0) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'A search needs rows that measure its result.',
    expected: 'a share of the rows above 0, such as --test 0.2',
    received: '--test 0',
    cure: 'Leave --test out, or name another share.',
  });
}

async function schemaOf({ schema: file, ...options }: TrainTableOptions, read: Table): Promise<TableSchema> {
  const roles = rolesOf(options);
  const schema = file === undefined ? undefined : editSchema(await readSchemaFile(file), roles);
  const target = roles.target ?? schema?.target;
  if (target === undefined || target === null) throw withoutTarget(read.columns);
  return schema ?? inferSchema(read, roles);
}

function withoutTarget(columns: readonly string[]): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The command does not say which column to predict.',
    expected: `--target with one of ${columns.slice(0, 20).join(', ')}`,
    received: 'no --target',
    cure: `Add --target, such as --target ${columns.at(-1) ?? 'COLUMN'}.`,
  });
}

/** The model does not see the column of the groups, nor an ignored one; so they harm nothing. */
function isHandled(finding: TableFinding, { columns, group }: TableSchema): boolean {
  if (!('column' in finding)) return false;
  return finding.column === group || columns.some(({ name, kind }) => name === finding.column && kind === 'ignored');
}

function describeIgnored({ columns }: TableSchema): string[] {
  const ignored = columns.flatMap((column) =>
    column.kind === 'ignored' ? [`${column.name} (${column.reason ?? 'ignored'})`] : [],
  );
  const texts = columns.flatMap(({ name, kind }) => (kind === 'text' ? [name] : []));
  return [
    ...(ignored.length === 0 ? [] : [`Left out: ${ignored.join('; ')}`]),
    ...(texts.length === 0
      ? []
      : [`Free text is not used: ${texts.join(', ')}. To classify by the text: --text ${texts.join(',')}`]),
  ];
}

function describe(
  manifest: TableManifest,
  tried: Readonly<Partial<Record<TableRecipe, MetricReport>>>,
  seconds: number,
): string {
  const { evaluation, architecture } = manifest;
  const others = Object.entries(tried).map(([recipe, report]) => [
    recipe,
    ...describeMetrics(report)
      .slice(0, 2)
      .map(([key, value]) => `${key} ${value}`),
  ]);
  return [
    `Trained ${architecture.name} in ${duration(seconds)}.`,
    '',
    table(['metric', 'value', '95% interval'], describeMetrics(evaluation!)),
    ...(others.length < 2 ? [] : ['', 'Recipes that were compared:', table(['recipe', '', ''], others)]),
  ].join('\n');
}
