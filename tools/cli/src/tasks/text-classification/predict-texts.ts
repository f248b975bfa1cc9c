import { extname } from 'node:path';
import { readFile } from 'node:fs/promises';
import { LintelError, type TextAnswer } from '@lintel/contracts';
import { Predictor, type StoredModel } from '@lintel/core-ml';
import { describeTextAnswer, joinTexts, type Table } from '@lintel/core-ml/tables';
import { type CommandContext } from '../../command-context';
import { bar, counted, table } from '../../terminal/wording';
import { readTableFile } from '../../tables/table-files';

type Answered = { file: string; line: number | null } & ({ prediction: TextAnswer } | { error: LintelError });

interface Source {
  readonly texts: readonly string[];
  readonly lines: readonly number[] | undefined;
}

const TEXTS_AT_ONCE = 256;
const WORDS_SHOWN = 5;

/**
 * Answers each text with the words that speak for it: the rows of tables, or whole files whose names end in `.txt`. A
 * text that cannot be read does not affect the others.
 */
export async function predictTexts(
  model: StoredModel<'text-classification'>,
  files: readonly string[],
  { terminal, signal, outcome }: CommandContext,
): Promise<void> {
  const predictor = await Predictor.open<'text-classification'>(model);
  const answers: Answered[] = [];
  try {
    for (const file of files) {
      const { texts, lines } = await readTexts(file, predictor.manifest.preprocessing.columns);
      for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE) {
        const some = texts.slice(start, start + TEXTS_AT_ONCE);
        const outcomes = await predictor.predictSettled(some, { signal });
        outcomes.forEach((one, at) => {
          const place = { file, line: lines?.[start + at] ?? null };
          answers.push(one.ok ? { ...place, prediction: one.prediction } : { ...place, error: one.error });
        });
        const done = start + some.length;
        terminal.progress(`Answering texts ${bar(done / texts.length)} ${counted(done)} of ${counted(texts.length)}`);
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

/** @throws LintelError NOT_FOUND, DATASET_EMPTY, DATASET_INVALID */
async function readTexts(file: string, columns: readonly string[]): Promise<Source> {
  if (extname(file).toLowerCase() === '.txt') return { texts: [await readWhole(file)], lines: undefined };
  const rows = await readTableFile(file);
  const places = columns.map((name) => placeOf(rows, name, file));
  return {
    texts: Array.from({ length: rows.rows }, (_, row) =>
      joinTexts(places.map((column) => String(rows.cells[column]![row] ?? '').trim())),
    ),
    lines: rows.lines,
  };
}

function placeOf({ columns }: Table, name: string, file: string): number {
  const at = columns.indexOf(name);
  if (at >= 0) return at;
  throw new LintelError('DATASET_INVALID', {
    problem: `${file} has no column "${name}".`,
    expected: 'the columns of texts that the model was trained on',
    received: columns.slice(0, 20).join(', '),
    cure: 'Rename the column, or pass the text as a file whose name ends in .txt.',
  });
}

async function readWhole(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new LintelError('NOT_FOUND', {
      problem: `The text ${file} cannot be read.`,
      expected: 'a text file',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Check the path and the read permission.',
      cause,
    });
  });
  // Bytes that are not UTF-8 become replacement characters, which separate words.
  return new TextDecoder('utf-8').decode(bytes);
}

function describe(answers: readonly Answered[]): string {
  const rows = answers.map(({ file, line, ...one }) => {
    const place = line === null ? file : `${file}:${line}`;
    if ('error' in one) return [place, 'cannot be read', '', one.error.message];
    const { answer, probability, why } = describeTextAnswer(one.prediction, WORDS_SHOWN);
    return [place, answer, probability, why];
  });
  return table(['text', 'answer', 'probability', 'why, in log odds'], rows);
}
