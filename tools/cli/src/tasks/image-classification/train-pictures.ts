import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { LintelError, type TrainingInterruption } from '@lintel/contracts';
import {
  decodingPreprocessor,
  loadTensorFlow,
  ModelDirectory,
  runPipeline,
  type Pipeline,
  type PipelineResult,
} from '@lintel/core-ml/training';
import { type CommandContext } from '../../command-context';
import { withHints } from '../../hints';
import { commonSize } from '../pictures/pictures';
import { type SplitPictures } from './split-pictures';
import { counted, duration, interval95, percent, table } from '../../terminal/wording';
import {
  findTrainingSource,
  readTrainingSource,
  trainingDataset,
  type TrainingSource,
  writeTrainingSource,
} from './training-source';
import { defaultRecipe } from './default-recipe';
import { describeEpoch, describeProgress } from './describe-training';
import { trainFineTune } from './train-fine-tune';
import { labelListOf, trainLabels } from './train-labels';
import { type TrainPicturesOptions } from './train-pictures-options';
import { trainTransfer } from './train-transfer';
import { trainingAnswer } from './training-answer';

const DEFAULT_ARCHITECTURE = 'two-conv';

/**
 * Reads pictures, splits them, and trains, evaluates and exports a model.
 * @param interruptions ends of earlier processes, whose work is resumed from the checkpoint
 */
export async function trainPictures(
  options: TrainPicturesOptions,
  context: CommandContext,
  interruptions: readonly TrainingInterruption[] = [],
): Promise<void> {
  const list = await labelListOf(options);
  if (list !== undefined) return trainLabels(list, options, context);
  const { terminal } = context;
  const began = performance.now();
  const source = await findTrainingSource(options, context);
  const recipe =
    options.recipe ?? (interruptions.length > 0 ? 'scratch' : await chooseRecipe(options, source, context));
  if (recipe === 'transfer') return trainTransfer(source, options, context);
  const directory = new ModelDirectory(options.out);
  try {
    // Errors that would end the run after minutes of decoding are found first.
    loadTensorFlow();
    await directory.prepare(options.overwrite ?? false).catch((error: unknown) => {
      throw withHints(error, { OUTPUT_UNWRITABLE: '--overwrite replaces a model' });
    });
    const resume = interruptions.length > 0 || (options.resume ?? false);
    tellOfCheckpoint(directory, resume, context);
    if (recipe === 'fine-tune') return await trainFineTune(source, options, context, interruptions);
    const { pipeline, pictures } = await prepare(source, options, context);
    await writeTrainingSource(directory.staged, source, pictures, options);
    const result = await runPipeline(pipeline, {
      dataset: trainingDataset(options.data, pictures),
      out: options.out,
      overwrite: options.overwrite ?? false,
      resume,
      interruptions,
      compile: options.compile,
      onLog: (line) => terminal.say(line),
      onProgress: (progress) => terminal.progress(describeProgress(progress)),
      onResume: (curve) => terminal.say(`Resuming after epoch ${curve.length}`),
      onEpoch: (epoch) => terminal.say(describeEpoch(epoch)),
      onStage: (stage) => stage === 'export' && terminal.say('Exporting and evaluating'),
      signal: context.signal,
    });
    pictures.dataset.close();
    const answer = answerOf(result, pictures, (performance.now() - began) / 1000);
    terminal.result(answer, describeResult(answer));
  } catch (error) {
    const hasCheckpoint = existsSync(directory.checkpoint);
    if (!hasCheckpoint) await directory.discardWork().catch(() => undefined); // The first error is the one to report.
    if (error instanceof LintelError && error.code === 'CANCELLED') throw stopped(error, hasCheckpoint, context);
    throw withHints(error, { CHECKPOINT_INVALID: 'without --resume it starts again' });
  }
}

async function chooseRecipe(
  options: TrainPicturesOptions,
  source: TrainingSource,
  { environment, terminal }: CommandContext,
): Promise<'scratch' | 'transfer'> {
  const { recipe, because } = await defaultRecipe(options, source, environment);
  if (because !== undefined) terminal.say(because);
  return recipe;
}

async function prepare(
  source: TrainingSource,
  options: TrainPicturesOptions,
  context: CommandContext,
): Promise<{ pipeline: Pipeline; pictures: SplitPictures }> {
  const { terminal } = context;
  const { packed, folder } = source;
  const [height = 0, width = 0, channels = 3] = packed?.dataset.exampleShape ?? [];
  const size = options.imageSize ?? (folder ? await commonSize(folder.entries) : Math.max(8, Math.min(height, width)));
  const pipeline = pipelineOf(options, size, channels === 1 ? 1 : 3);
  const preprocessor = decodingPreprocessor(pipeline.preprocessing);
  const pictures = await readTrainingSource(source, preprocessor, options, context);
  const { splits } = pictures;
  const [train, held, tested] = [splits.train, splits.validation, splits.test].map((part) => counted(part.size));
  terminal.say(
    `Training ${pipeline.architecture} at ${size} × ${size} pixels: ${train} pictures for training, ${held} for validation, ${tested} for the test`,
  );
  return { pipeline, pictures };
}

function pipelineOf(options: TrainPicturesOptions, size: number, channels: 1 | 3): Pipeline {
  const { model, name, epochs, batchSize, augment, validation, test, unsureBelow, seed } = options;
  const augmentation = { horizontalFlip: true, shiftPixels: Math.round(size / 8), cutoutPixels: Math.round(size / 4) };
  return {
    name: name ?? basename(resolve(options.out)),
    architecture: model ?? DEFAULT_ARCHITECTURE,
    preprocessing: {
      kind: 'image',
      height: size,
      width: size,
      channels,
      fit: options.fit ?? 'stretch',
      background: 'as-is',
    },
    split: { validation, test },
    training: {
      ...(epochs === undefined ? {} : { epochs }),
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(augment === undefined ? {} : { augmentation: augment ? augmentation : {} }),
      precision: options.precision,
    },
    unsureBelow,
    seed,
  };
}

function tellOfCheckpoint({ checkpoint }: ModelDirectory, resume: boolean, { terminal }: CommandContext): void {
  const exists = existsSync(checkpoint);
  if (exists && !resume)
    terminal.say('An earlier run left a checkpoint, which is replaced. To resume from it: --resume');
  if (!exists && resume) terminal.say('There is no checkpoint to resume from: training from the beginning');
}

/** The error of a stopped training, with the command that resumes it. */
export function stopped(error: LintelError, hasCheckpoint: boolean, { args }: CommandContext): LintelError {
  const again = [...args.filter((word) => word !== '--resume'), ...(hasCheckpoint ? ['--resume'] : [])];
  const command = again
    .map((word) => (/^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return new LintelError('CANCELLED', {
    problem: hasCheckpoint
      ? 'Training was stopped. The checkpoint of the last complete epoch is kept.'
      : 'Training was stopped before the first epoch was complete. No files are left behind.',
    cure: `npx lintel ${command}`,
    retryable: true,
    cause: error,
  });
}

function answerOf({ directory, manifest, resumedAfter }: PipelineResult, pictures: SplitPictures, seconds: number) {
  const { epochs, bestEpoch, curve, imagesPerSecond } = manifest.training.network!;
  return {
    ...trainingAnswer(directory, manifest, pictures, seconds),
    validationAccuracy: curve[bestEpoch - 1]?.figures[0]?.validation ?? null,
    epochs,
    bestEpoch,
    resumedAfter,
    interruptions: manifest.training.interruptions ?? [],
    imagesPerSecond,
  };
}

function describeResult(answer: ReturnType<typeof answerOf>): string {
  const { testAccuracy, testAccuracyInterval, testMacroF1 } = answer;
  const interval = testAccuracyInterval ? ` (${interval95(testAccuracyInterval)})` : '';
  const facts: [string, string][] = [
    ['Test accuracy', `${percent(testAccuracy ?? 0)}${interval}`],
    ['Test macro F1', percent(testMacroF1 ?? 0)],
    ['Best epoch', `${answer.bestEpoch} of ${answer.epochs}`],
    ...resumedFact(answer.interruptions),
    ['Speed', `${counted(answer.imagesPerSecond)} images/s, ${duration(answer.trainingSeconds)} of training`],
    ['Peak memory', `${counted(answer.peakRssMiB)} MiB`],
    ['ONNX parity', `max. difference ${answer.parity.toExponential(1)}`],
    ['Model', answer.directory],
  ];
  return `\n${table(['', ''], facts).trimStart()}\n\nNext: npx lintel predict --model ${answer.directory} FILE…`;
}

function resumedFact(interruptions: readonly TrainingInterruption[]): [string, string][] {
  if (interruptions.length === 0) return [];
  const ends = interruptions.map(({ signal, exitCode }) => signal ?? `exit code ${exitCode}`).join(', ');
  return [['Resumed', `${counted(interruptions.length)} times, after the process died (${ends})`]];
}
