import { writeFile } from 'node:fs/promises';
import { HEAT, hasHeatMaps, LintelError, type ManifestOf, printable, type Prediction } from '@lintel/contracts';
import { type ClassHeat, heatOverlay, Predictor, type StoredModel } from '@lintel/core-ml';
import { type CommandContext } from '../../command-context';
import { bar, counted, percent, table } from '../../terminal/wording';
import { type PredictOptions } from '../task-commands';
import { readPicture } from '../pictures/read-picture';

export interface PredictPicturesOptions extends PredictOptions {
  /** PNG file to write: the picture with what speaks for the answer. */
  readonly heat?: string;
}

type Answer = { file: string } & ({ prediction: Prediction & { heat?: ClassHeat } } | { error: LintelError });

const FILES_AT_ONCE = 16;
const SHOWN = 3;

/** Classifies each picture; a picture that cannot be read does not affect the others. */
export async function predictPictures(
  model: StoredModel<'image-classification'>,
  files: readonly string[],
  options: PredictPicturesOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal, outcome } = context;
  const predictor = await Predictor.open(model);
  const also = options.heat === undefined ? [] : [HEAT];
  const answers: Answer[] = [];
  try {
    if (options.heat !== undefined) checkHeat(predictor.manifest, files);
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      answers.push(...(await answer(predictor, files.slice(start, start + FILES_AT_ONCE), { signal, also })));
      terminal.progress(
        `Classifying pictures ${bar(answers.length / files.length)} ${counted(answers.length)} of ${counted(files.length)}`,
      );
    }
  } finally {
    await predictor.close();
  }
  const { name, preprocessing } = predictor.manifest;
  if (options.heat !== undefined) await writeHeat(options.heat, answers[0]!, preprocessing, context);
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
  options: { readonly signal: AbortSignal; readonly also: readonly string[] },
): Promise<Answer[]> {
  const read = await Promise.all(files.map(readPicture));
  const pictures = read.filter((one): one is Uint8Array => !(one instanceof LintelError));
  const outcomes = (await predictor.predictSettled(pictures, options)).values();
  return read.map((one, at) => {
    const file = files[at]!;
    if (one instanceof LintelError) return { file, error: one };
    const outcome = outcomes.next().value!;
    return outcome.ok ? { file, prediction: outcome.prediction } : { file, error: outcome.error };
  });
}

type Shown = Prediction & { heat?: ClassHeat };

function withoutEmbedding({ className, probability, top, unsure, unsureReason, labels, heat }: Shown): Shown {
  return {
    ...{ className, probability, top, unsure },
    ...(labels === undefined ? {} : { labels }),
    ...(unsureReason === undefined ? {} : { unsureReason }),
    ...(heat === undefined ? {} : { heat }),
  };
}

/** @throws LintelError INVALID_ARGUMENT */
function checkHeat(manifest: ManifestOf<'image-classification'>, files: readonly string[]): void {
  if (!hasHeatMaps(manifest)) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The model has no heat maps.',
      expected: 'a classifier on a backbone',
      received: manifest.architecture.name,
      cure: 'Leave --heat out, or train a model on a backbone: lintel train --recipe transfer',
    });
  }
  if (files.length === 1) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: '--heat draws one picture.',
    expected: 'one picture file',
    received: `${files.length} files`,
    cure: 'Run the command once for each picture.',
  });
}

async function writeHeat(
  file: string,
  answered: Answer,
  preprocessing: ManifestOf<'image-classification'>['preprocessing'],
  { terminal }: CommandContext,
): Promise<void> {
  if ('error' in answered || answered.prediction.heat === undefined) return;
  const picture = await readPicture(answered.file);
  if (picture instanceof LintelError) throw picture;
  const drawn = await heatOverlay(picture, preprocessing, answered.prediction.heat);
  await writeFile(file, drawn).catch((cause: unknown) => {
    throw new LintelError('OUTPUT_UNWRITABLE', {
      problem: `${file} cannot be written.`,
      expected: 'a file in a folder that exists',
      received: (cause as Error).message,
      cure: 'Choose another file.',
      cause,
    });
  });
  terminal.say(`Heat of "${answered.prediction.heat.className}": ${printable(file)}`);
}

const UNSURE = { 'low-probability': ', unsure', 'unlike-examples': ', unsure: unlike the examples' } as const;

function describe(answers: readonly Answer[]): string {
  const rows = answers.map((one) => {
    if ('error' in one) return [one.file, 'cannot be read', '', one.error.problem];
    const { className, probability, top, unsureReason, labels } = one.prediction;
    const doubt = unsureReason ? UNSURE[unsureReason] : '';
    if (labels !== undefined) {
      const given = new Set(labels.map((label) => label.className));
      const others = top.filter((other) => !given.has(other.className)).slice(0, SHOWN - 1);
      return [
        one.file,
        `${labels.map((label) => label.className).join('; ') || 'no label'}${doubt}`,
        labels.map((label) => percent(label.probability)).join('; '),
        others.map((other) => `${other.className} ${percent(other.probability)}`).join(', '),
      ];
    }
    const others = top.slice(1, SHOWN).map((other) => `${other.className} ${percent(other.probability)}`);
    return [one.file, `${className}${doubt}`, percent(probability), others.join(', ')];
  });
  return table(['file', 'answer', 'probability', 'then'], rows);
}
