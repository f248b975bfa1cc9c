import { type LintelError, type TableClassAnswer, type TableValueAnswer } from '@lintel/contracts';
import { Predictor, type TableRow } from '@lintel/core-ml';
import { readDerivedByOrder, type Table, type TableManifest } from '@lintel/core-ml/tables';
import { type CommandContext } from '../../command-context';
import { bar, counted, percent, table } from '../../terminal/wording';
import { readTableFile } from '../../tables/table-files';
import { type TableModel } from './table-model';

type Answer = TableClassAnswer | TableValueAnswer;
type Predicted = { file: string; line: number | null } & ({ prediction: Answer } | { error: LintelError });

const ROWS_AT_ONCE = 256;
const REASONS_SHOWN = 3;

/** Answers each row of the tables with its reasons; a row that cannot be read does not affect the others. */
export async function predictTables(
  model: TableModel,
  files: readonly string[],
  { terminal, signal, outcome }: CommandContext,
): Promise<void> {
  const predictor = await Predictor.open<TableManifest['task']>(model);
  const answers: Predicted[] = [];
  try {
    for (const file of files) {
      const rows = readDerivedByOrder(await readTableFile(file), predictor.manifest.preprocessing.schema);
      for (let start = 0; start < rows.rows; start += ROWS_AT_ONCE) {
        const size = Math.min(ROWS_AT_ONCE, rows.rows - start);
        const records = Array.from({ length: size }, (_, at) => recordOf(rows, start + at));
        const outcomes = await predictor.predictSettled(records, { signal });
        outcomes.forEach((one, at) => {
          const place = { file, line: rows.lines?.[start + at] ?? null };
          answers.push(one.ok ? { ...place, prediction: one.prediction } : { ...place, error: one.error });
        });
        terminal.progress(
          `Answering rows ${bar((start + size) / rows.rows)} ${counted(start + size)} of ${counted(rows.rows)}`,
        );
      }
    }
  } finally {
    await predictor.close();
  }
  const { name, task } = predictor.manifest;
  const predictions = answers.map(({ file, line, ...one }) =>
    'error' in one ? { file, line, error: one.error } : { file, line, ...one.prediction },
  );
  terminal.result({ command: 'predict', model: name, task, predictions }, describe(answers));
  if (answers.some((one) => 'error' in one)) outcome.exitCode = 1;
}

const recordOf = (rows: Table, row: number): TableRow =>
  Object.fromEntries(rows.columns.map((column, at) => [column, rows.cells[at]![row] ?? null]));

function describe(answers: readonly Predicted[]): string {
  const rows = answers.map(({ file, line, ...one }) => {
    const place = line === null ? file : `${file}:${line}`;
    if ('error' in one) return [place, 'cannot be read', one.error.problem, ''];
    const { prediction } = one;
    const why = prediction.reasons.slice(0, REASONS_SHOWN).map(({ column, value, contribution }) => {
      return `${column} = ${value ?? 'missing'} (${contribution >= 0 ? '+' : ''}${contribution.toPrecision(2)})`;
    });
    return 'value' in prediction
      ? [place, String(Number(prediction.value.toPrecision(6))), intervalOf(prediction), why.join(', ')]
      : [
          place,
          `${prediction.className}${prediction.unsure ? ', unsure' : ''}`,
          percent(prediction.probability),
          why.join(', '),
        ];
  });
  return table(['row', 'answer', 'probability or interval', 'why'], rows);
}

const intervalOf = ({ interval }: TableValueAnswer): string =>
  interval === null ? '' : `${Number(interval.low.toPrecision(4))} – ${Number(interval.high.toPrecision(4))}`;
