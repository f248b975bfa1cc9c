import { readFile, stat } from 'node:fs/promises';
import { LintelError, printable, type Prediction } from '@lintel/contracts';
import { DEFAULT_PICTURE_LIMITS, loadModelDirectory, Predictor } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';
import { bar, counted, percent, table } from '../terminal/wording';
import { predictTables } from './predict-tables';
import { tableModelOf } from './table-model';

export interface PredictOptions {
  readonly model: string;
}

type Answer = { file: string } & ({ prediction: Prediction } | { error: LintelError });

const FILES_AT_ONCE = 16;
const SHOWN = 3;

/** Classifies each picture; a picture that cannot be read does not affect the others. */
export async function predict(
  files: readonly string[],
  { model }: PredictOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal, outcome } = context;
  const stored = await loadModelDirectory(model);
  const tableModel = tableModelOf(stored);
  if (tableModel !== undefined) return predictTables(tableModel, files, context);
  const predictor = await Predictor.load(model, { task: 'image-classification' });
  const answers: Answer[] = [];
  try {
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      answers.push(...(await answer(predictor, files.slice(start, start + FILES_AT_ONCE), signal)));
      terminal.progress(
        `Classifying pictures ${bar(answers.length / files.length)} ${counted(answers.length)} of ${counted(files.length)}`,
      );
    }
  } finally {
    await predictor.close();
  }
  const { name } = predictor.manifest;
  const predictions = answers.map((one) =>
    'error' in one ? { file: one.file, error: one.error } : { file: one.file, ...withoutEmbedding(one.prediction) },
  );
  terminal.result({ command: 'predict', model: name, predictions }, describe(answers));
  for (const one of answers) if ('error' in one) terminal.say(`\n${printable(one.file)}: ${one.error.message}`);
  if (answers.some((one) => 'error' in one)) outcome.exitCode = 1;
}

async function answer(
  predictor: Predictor<'image-classification'>,
  files: readonly string[],
  signal: AbortSignal,
): Promise<Answer[]> {
  const read = await Promise.all(files.map(readPicture));
  const pictures = read.filter((one): one is Uint8Array => !(one instanceof LintelError));
  const outcomes = (await predictor.predictSettled(pictures, { signal })).values();
  return read.map((one, at) => {
    const file = files[at]!;
    if (one instanceof LintelError) return { file, error: one };
    const outcome = outcomes.next().value!;
    return outcome.ok ? { file, prediction: outcome.prediction } : { file, error: outcome.error };
  });
}

/** A file that is too large is rejected before it is read. */
async function readPicture(path: string): Promise<Uint8Array | LintelError> {
  const { maxBytes } = DEFAULT_PICTURE_LIMITS;
  try {
    const found = await stat(path);
    if (found.isFile() && found.size <= maxBytes) return await readFile(path);
    const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    return found.isFile()
      ? new LintelError('PICTURE_TOO_LARGE', {
          problem: 'The picture file is too large.',
          expected: `at most ${mib(maxBytes)}`,
          received: mib(found.size),
          cure: 'Make the picture smaller, or save it as a JPEG.',
        })
      : new LintelError('PICTURE_UNREADABLE', {
          problem: 'This is not a file.',
          expected: 'a picture file',
          received: found.isDirectory() ? 'a folder' : 'something else',
          cure: 'Name the files in it, such as FOLDER/*.jpg.',
        });
  } catch (cause) {
    return new LintelError('NOT_FOUND', {
      problem: 'The file cannot be read.',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: path.includes('\uFFFD')
        ? 'Rename it: names must be UTF-8; other bytes are lost when a path is passed.'
        : 'Check the path and the read permission.',
      cause,
    });
  }
}

function withoutEmbedding({ className, probability, top, unsure, unsureReason }: Prediction): Prediction {
  return { className, probability, top, unsure, ...(unsureReason === undefined ? {} : { unsureReason }) };
}

const UNSURE = { 'low-probability': ', unsure', 'unlike-examples': ', unsure: unlike the examples' } as const;

function describe(answers: readonly Answer[]): string {
  const rows = answers.map((one) => {
    if ('error' in one) return [one.file, 'cannot be read', '', one.error.problem];
    const { className, probability, top, unsureReason } = one.prediction;
    const others = top.slice(1, SHOWN).map((other) => `${other.className} ${percent(other.probability)}`);
    return [
      one.file,
      `${className}${unsureReason ? UNSURE[unsureReason] : ''}`,
      percent(probability),
      others.join(', '),
    ];
  });
  return table(['file', 'answer', 'probability', 'then'], rows);
}
