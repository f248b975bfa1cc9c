import { basename, resolve } from 'node:path';
import { backboneFolder, embeddingFolder } from '@lintel/backbones';
import { type DatasetSplits, LintelError, type TrainingInterruption } from '@lintel/contracts';
import { BackboneStore, EmbeddingCache } from '@lintel/core-ml';
import {
  type FineTuneResult,
  ModelDirectory,
  openNetwork,
  type OpenedNetwork,
  runFineTune,
  type TrainingOptions,
} from '@lintel/core-ml/training';
import { type CommandContext } from '../../command-context';
import { withHints } from '../../hints';
import { type SplitPictures } from './split-pictures';
import { bar, counted, duration, interval95, percent, table } from '../../terminal/wording';
import { readTrainingSource, trainingDataset, type TrainingSource, writeTrainingSource } from './training-source';
import { describeEpoch, describeProgress } from './describe-training';
import { DEFAULT_BACKBONE } from '../pictures/open-backbone';
import { type TrainPicturesOptions } from './train-pictures-options';
import { trainingAnswer } from './training-answer';

/** A layer over the frozen features first, then the network under it; the better of the two is kept. */
export async function trainFineTune(
  source: TrainingSource,
  options: TrainPicturesOptions,
  context: CommandContext,
  interruptions: readonly TrainingInterruption[],
): Promise<void> {
  const { terminal, environment, signal } = context;
  const began = performance.now();
  const directory = new ModelDirectory(options.out);
  const opened = await openBackbone(options, environment);
  const pictures = await readTrainingSource(source, opened.backbone.manifest.preprocessor, options, context);
  const { seed, name, compile, unsureBelow, unfreeze } = options;
  terminal.say(describeStart(opened, pictures.splits));
  await writeTrainingSource(directory.staged, source, pictures, options);
  const stages = opened.network.plan.blocks.at(-1)!.stage;
  const result = await runFineTune({
    name: name ?? basename(resolve(options.out)),
    ...opened,
    dataset: trainingDataset(options.data, pictures),
    out: options.out,
    overwrite: options.overwrite ?? false,
    resume: interruptions.length > 0 || (options.resume ?? false),
    interruptions,
    compile,
    unsureBelow,
    seed,
    training: trainingOf(options, opened.network.plan.size),
    ...(unfreeze === undefined ? {} : { trainedFrom: Math.max(0, stages + 1 - unfreeze) }),
    cache: new EmbeddingCache(embeddingFolder(environment), opened.backbone.manifest),
    onLog: (line) => terminal.say(line),
    onShare: (stage, share) =>
      terminal.progress(`${stage === 'embed' ? 'Embedding' : 'Fitting'} ${bar(share)} ${percent(share)}`),
    onStage: (stage) => stage === 'export' && terminal.say('Exporting and evaluating'),
    onProgress: (progress) => terminal.progress(describeProgress(progress)),
    onResume: (curve) => terminal.say(`Resuming after epoch ${curve.length}`),
    onEpoch: (epoch) => terminal.say(describeEpoch(epoch)),
    signal,
  });
  pictures.dataset.close();
  const answer = answerOf(result, pictures, (performance.now() - began) / 1000);
  terminal.result(answer, describeResult(answer));
}

async function openBackbone(
  { backbone = DEFAULT_BACKBONE, imageSize, fit }: TrainPicturesOptions,
  environment: NodeJS.ProcessEnv,
): Promise<OpenedNetwork> {
  const store = new BackboneStore(backboneFolder(environment));
  return openNetwork(store, backbone, { size: imageSize, fit }).catch((error: unknown) => {
    if (!(error instanceof LintelError) || error.code !== 'NOT_FOUND') throw error;
    throw withHints(error, { NOT_FOUND: 'or train from nothing with --recipe scratch' });
  });
}

function trainingOf({ epochs, batchSize, augment, precision }: TrainPicturesOptions, size: number): TrainingOptions {
  const shifted = { horizontalFlip: true, shiftPixels: Math.round(size / 8), cutoutPixels: Math.round(size / 4) };
  return {
    ...(epochs === undefined ? {} : { epochs }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(augment === undefined ? {} : { augmentation: augment ? shifted : {} }),
    precision,
  };
}

function describeStart({ backbone, network }: OpenedNetwork, splits: DatasetSplits): string {
  const [train, held, tested] = [splits.train, splits.validation, splits.test].map((part) => counted(part.size));
  const { size } = network.plan;
  return `Fine-tuning ${backbone.manifest.name} at ${size} × ${size} pixels: ${train} pictures for training, ${held} for validation, ${tested} for the test`;
}

function answerOf({ directory, manifest, ...result }: FineTuneResult, pictures: SplitPictures, seconds: number) {
  const speeds = result.curve.map(({ imagesPerSecond }) => imagesPerSecond).sort((one, other) => one - other);
  return {
    ...trainingAnswer(directory, manifest, pictures, seconds),
    recipe: 'fine-tune',
    kept: result.comparison.kept,
    validation: result.comparison,
    epochs: result.curve.length,
    bestEpoch: result.bestEpoch,
    resumedAfter: result.resumedAfter,
    interruptions: manifest.training.interruptions ?? [],
    imagesPerSecond: speeds[speeds.length >> 1]!,
  };
}

function describeResult(answer: ReturnType<typeof answerOf>): string {
  const { testAccuracy, testAccuracyInterval: interval, testMacroF1, validation } = answer;
  const { frozen, fineTuned, kept } = validation;
  const facts: [string, string][] = [
    ['Test accuracy', `${percent(testAccuracy ?? 0)}${interval ? ` (${interval95(interval)})` : ''}`],
    ['Test macro F1', percent(testMacroF1 ?? 0)],
    ['Validation', `fine-tuned ${percent(fineTuned.accuracy)}, frozen features ${percent(frozen.accuracy)}`],
    ['Kept', kept === 'fine-tuned' ? 'the fine-tuned network' : 'the frozen features, which are at least as good'],
    ['Best epoch', `${answer.bestEpoch} of ${answer.epochs}`],
    ['Speed', `${counted(answer.imagesPerSecond)} images/s, ${duration(answer.seconds)} in all`],
    ['Peak memory', `${counted(answer.peakRssMiB)} MiB`],
    ['ONNX parity', `max. difference ${answer.parity.toExponential(1)}`],
    ['Model', answer.directory],
  ];
  return `\n${table(['', ''], facts).trimStart()}\n\nNext: npx lintel predict --model ${answer.directory} FILE…`;
}
