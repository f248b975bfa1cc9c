import { basename, resolve } from 'node:path';
import { embeddingFolder } from '@lintel/backbones';
import { EmbeddingCache } from '@lintel/core-ml';
import { ModelDirectory, runTransfer, type TransferResult } from '@lintel/core-ml/training';
import { type CommandContext } from '../../command-context';
import { withHints } from '../../hints';
import { type SplitPictures } from './split-pictures';
import { bar, counted, duration, interval95, percent, table } from '../../terminal/wording';
import { readTrainingSource, trainingDataset, type TrainingSource, writeTrainingSource } from './training-source';
import { DEFAULT_BACKBONE, openBackbone } from '../pictures/open-backbone';
import { type TrainPicturesOptions } from './train-pictures-options';
import { trainingAnswer } from './training-answer';

/** Pictures → vectors of a frozen backbone → one logistic layer, published as one graph. */
export async function trainTransfer(
  source: TrainingSource,
  options: TrainPicturesOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, environment, signal } = context;
  const began = performance.now();
  const directory = new ModelDirectory(options.out);
  try {
    const backbone = await openBackbone(options.backbone ?? DEFAULT_BACKBONE, environment, {
      fit: options.fit,
      alternative: 'or train from nothing with --recipe scratch',
    });
    await directory.prepare(options.overwrite ?? false).catch((error: unknown) => {
      throw withHints(error, { OUTPUT_UNWRITABLE: '--overwrite replaces a model' });
    });
    const pictures = await readTrainingSource(source, backbone.manifest.preprocessor, options, context);
    const { splits } = pictures;
    const sizes = [splits.train, splits.validation, splits.test].map((part) => counted(part.size));
    terminal.say(
      `Transfer from ${backbone.manifest.name}: ${sizes[0]} pictures to fit, ${sizes[1]} to find what is unlike, ${sizes[2]} to test`,
    );
    await writeTrainingSource(directory.staged, source, pictures, options);
    const result = await runTransfer({
      name: options.name ?? basename(resolve(options.out)),
      backbone,
      dataset: trainingDataset(options.data, pictures),
      out: options.out,
      overwrite: options.overwrite ?? false,
      unsureBelow: options.unsureBelow,
      seed: options.seed,
      cache: new EmbeddingCache(embeddingFolder(environment), backbone.manifest),
      onLog: (line) => terminal.say(line),
      onProgress: (stage, share) =>
        terminal.progress(`${stage === 'embed' ? 'Embedding' : 'Fitting'} ${bar(share)} ${percent(share)}`),
      signal,
    });
    pictures.dataset.close();
    const answer = answerOf(result, pictures, (performance.now() - began) / 1000);
    terminal.result(answer, describeResult(answer));
  } catch (error) {
    await directory.discardWork().catch(() => undefined); // The first error is the one to report.
    throw error;
  }
}

function answerOf(result: TransferResult, pictures: SplitPictures, seconds: number) {
  const { directory, manifest, crossValidatedAccuracy, crossValidatedInterval, l2, temperature } = result;
  return {
    ...trainingAnswer(directory, manifest, pictures, seconds),
    recipe: 'transfer',
    crossValidatedAccuracy,
    crossValidatedInterval,
    l2,
    temperature,
    imagesPerSecond: result.picturesPerSecond,
  };
}

function describeResult(answer: ReturnType<typeof answerOf>): string {
  const { testAccuracy, testAccuracyInterval, testMacroF1, crossValidatedInterval } = answer;
  const facts: [string, string][] = [
    [
      'Test accuracy',
      `${percent(testAccuracy ?? 0)}${testAccuracyInterval ? ` (${interval95(testAccuracyInterval)})` : ''}`,
    ],
    ['Test macro F1', percent(testMacroF1 ?? 0)],
    ['Cross-validated', `${percent(answer.crossValidatedAccuracy)} (${interval95(crossValidatedInterval)})`],
    ['Speed', `${counted(answer.imagesPerSecond)} pictures/s embedded, ${duration(answer.trainingSeconds)} in all`],
    ['Peak memory', `${counted(answer.peakRssMiB)} MiB`],
    ['ONNX parity', `differs by at most ${answer.parity.toExponential(1)}`],
    ['Model', answer.directory],
  ];
  return `\n${table(['', ''], facts).trimStart()}\n\nNext: npx lintel predict --model ${answer.directory} FILE…`;
}
