import { basename, resolve } from 'node:path';
import { LintelError, type TextRecipe } from '@lintel/contracts';
import {
  chooseTarget,
  describeTextClasses,
  holdOutRows,
  holdOutRule,
  namedThings,
  type Table,
  type TextFinding,
  type TextManifest,
  textSchema,
  trainTexts,
} from '@lintel/core-ml/tables';
import { type TrainOptions } from '../task-commands';
import { type CommandContext } from '../../command-context';
import { columnNames } from '../../option-values';
import { bar, counted, duration, percent, table } from '../../terminal/wording';
import { describeMetrics } from '../../commands/describe-metrics';
import { reportMetrics } from '../../commands/metrics';
import { readTableFile } from '../../tables/table-files';
import { writeTrainingTable } from '../tabular/training-table';

export interface TrainTextsOptions extends TrainOptions {
  readonly recipe?: TextRecipe;
  /** Columns that make the text, in their order. */
  readonly text?: readonly string[];
  /** One column, or several separated by commas. */
  readonly target?: string;
  /** Between the labels of a cell; `none`: a cell is one class. */
  readonly separator?: string;
  /** The labels to learn, separated as in the cells. */
  readonly labels?: string;
  readonly positive?: string;
  readonly negative?: string;
  readonly group?: string;
  readonly time?: string;
  /** Share of the texts that only measures this model and later ones. Default: 0, the model is fitted to all texts. */
  readonly test?: number;
}

const NO_SEPARATOR = 'none';
const USUAL_SEPARATOR = ';';

/** Reads texts from a table, reports what is doubtful about them, and trains, evaluates and exports a model. */
export async function trainTextModel(options: TrainTextsOptions, { terminal, signal }: CommandContext): Promise<void> {
  const began = performance.now();
  const { data, out, group, time, seed, overwrite } = options;
  const read = await readTableFile(data);
  const text = options.text ?? [];
  const columns = targetColumns(options, read);
  if (text.length === 0) throw withoutText(read.columns);
  const { target, positive } = chooseTarget(read, {
    columns,
    group,
    ...(options.separator === undefined
      ? {}
      : { separator: options.separator === NO_SEPARATOR ? null : options.separator }),
    positive: options.positive,
    negative: options.negative,
  });
  terminal.say(`${data}: ${counted(read.rows)} rows, text from ${text.join(', ')}`);
  if (read.encoding !== undefined && read.encoding !== 'UTF-8') {
    terminal.say(`warning: the file is not valid UTF-8; it was read as ${read.encoding}`);
  }
  if (target.separator !== null) terminal.say(`${columns[0]} holds several labels, separated by "${target.separator}"`);
  const things =
    group === undefined ? namedThings(read, [...columns, ...text, ...(time === undefined ? [] : [time])]) : [];
  for (const thing of things) terminal.say(describeThings(thing));
  const schema = textSchema(read, { text, target, time });
  const rule = holdOutRule(read, schema, options.test ?? 0);
  const parts = rule.share === 0 ? { train: read, test: null } : holdOutRows(read, schema, rule);
  if (parts.test !== null) terminal.say(`${counted(parts.test.rows)} rows are held out, to compare models on`);
  const labels = options.labels?.split(target.separator ?? USUAL_SEPARATOR).map((name) => name.trim());
  const { directory, manifest, leftOut, findings } = await trainTexts({
    ...{ table: parts.train, text, target, positive, time, out, overwrite, seed, signal, recipe: options.recipe },
    classNames: labels,
    beside: (staged) => writeTrainingTable(staged, data, read, rule, schema),
    name: options.name ?? basename(resolve(out)),
    source: basename(data),
    onFindings: (found) => found.forEach((finding) => terminal.say(`warning: ${describeFinding(finding)}`)),
    onProgress: (what, done) => terminal.progress(`${what} ${bar(done)}`),
  });
  const { withoutText: empty, withoutTarget } = leftOut;
  if (empty > 0) terminal.say(`${counted(empty)} rows without words were left out`);
  if (withoutTarget > 0) terminal.say(`${counted(withoutTarget)} rows without a target were left out`);
  const { name, task, architecture, training, evaluation, onnx } = manifest;
  const report = evaluation!;
  const seconds = (performance.now() - began) / 1000;
  terminal.result(
    {
      ...{ command: 'train', directory, name, task, recipe: architecture.name, parameters: architecture.parameters },
      metrics: reportMetrics(report),
      ...{ protocol: report.protocol, examples: report.examples, leftOut, findings, classes: report.classes },
      ...{ trainingSeconds: training.seconds, seconds, parity: onnx.parity },
    },
    describe(manifest, seconds),
  );
}

function targetColumns({ target }: TrainTextsOptions, { columns }: Table): string[] {
  if (target !== undefined) return columns.includes(target) ? [target] : columnNames(target);
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The command does not say which column to predict.',
    expected: `--target with one of ${columns.slice(0, 20).join(', ')}`,
    received: 'no --target',
    cure: 'Add --target COLUMN; several columns of yes and no are labels.',
  });
}

const withoutText = (columns: readonly string[]): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: 'The command does not say which column holds the text.',
    expected: `--text with some of ${columns.slice(0, 20).join(', ')}`,
    received: 'no --text',
    cure: 'Add --text COLUMN; several columns are joined.',
  });

function describeThings({ column, things }: { readonly column: string; readonly things: number }): string {
  return `warning: the column "${column}" names ${counted(things)} things with several rows each. Keep their rows together with --group "${column}", or the result may be too good.`;
}

function describeFinding(finding: TextFinding): string {
  switch (finding.kind) {
    case 'copies':
      return `${counted(finding.texts)} texts are copies of earlier ones. Copies stay on one side of every split.`;
    case 'near-copies':
      return `${counted(finding.texts)} texts are nearly the same as an earlier one. If they come from the same person or case, keep these together with --group.`;
    case 'contradictions':
      return `${counted(finding.texts)} texts are alike but have different answers.`;
    case 'small-class':
      return `"${finding.name}" has only ${counted(finding.texts)} texts.`;
    case 'rare-rest':
      return `"${finding.name}" is the answer to ${percent(finding.share)} of the texts.`;
    case 'answer-in-text':
      return `the text of "${finding.name}" contains its name in ${percent(finding.own)} of the cases, other texts in ${percent(finding.others)}. If it was added with the answer, remove it.`;
  }
}

function describe({ evaluation, architecture, preprocessing }: TextManifest, seconds: number): string {
  const { header, rows } = describeTextClasses(evaluation!);
  return [
    `Trained ${architecture.name} on ${counted(preprocessing.vocabulary.terms)} terms in ${duration(seconds)}.`,
    '',
    table(['metric', 'value', '95% interval'], describeMetrics(evaluation!)),
    '',
    table(header, rows),
  ].join('\n');
}
