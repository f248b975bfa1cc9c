import { basename, resolve } from 'node:path';
import { embeddingFolder } from '@lintel/backbones';
import { LintelError } from '@lintel/contracts';
import { EmbeddingCache } from '@lintel/core-ml';
import { type LabelTransferResult, ModelDirectory, runLabelTransfer } from '@lintel/core-ml/training';
import { type CommandContext } from '../../command-context';
import { withHints } from '../../hints';
import { checkLabelled, decodeLabelled, labelsOfList } from './label-pictures';
import { findLabelList, type PictureList } from '../pictures/picture-list';
import { USUAL_GROUP } from './picture-table';
import { splitPictures, type SplitPictures } from './split-pictures';
import { bar, counted, duration, percent, table } from '../../terminal/wording';
import { pictureMetrics } from './picture-metrics';
import { DEFAULT_BACKBONE, openBackbone } from '../pictures/open-backbone';
import { type TrainPicturesOptions } from './train-pictures-options';

/** The list of pictures with any number of labels, if the data are one. */
export async function labelListOf(options: TrainPicturesOptions): Promise<PictureList | undefined> {
  const { data, target, group, time, skipUnreadable } = options;
  const list = await findLabelList(data, { target, skipUnreadable });
  if (list?.isMultiLabel !== true) return undefined;
  if (options.table !== undefined || options.groupPattern !== undefined) throw groupsElsewhere(list.file);
  return findLabelList(data, { target, group, usualGroup: USUAL_GROUP, time, skipUnreadable });
}

/** Pictures with any number of labels → vectors of a frozen backbone → one logistic unit for each label, as one graph. */
export async function trainLabels(
  list: PictureList,
  options: TrainPicturesOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, environment, signal } = context;
  const began = performance.now();
  const directory = new ModelDirectory(options.out);
  try {
    if (options.recipe !== undefined && options.recipe !== 'transfer') throw onlyTransfer(options.recipe, list.file);
    const names = labelsOfList(list);
    checkLabelled(list, names);
    const backbone = await openBackbone(options.backbone ?? DEFAULT_BACKBONE, environment, { fit: options.fit });
    await directory.prepare(options.overwrite ?? false).catch((error: unknown) => {
      throw withHints(error, { OUTPUT_UNWRITABLE: '--overwrite replaces a model' });
    });
    const read = await decodeLabelled(list, names, backbone.manifest.preprocessor, options, context);
    const givenBy = list.group === undefined ? null : ({ source: 'table', name: list.group } as const);
    const pictures = splitPictures(read, { root: list.root, givenBy }, options, context);
    const { splits } = pictures;
    const sizes = [splits.train, splits.validation, splits.test].map((part) => counted(part.size));
    terminal.say(
      `Transfer from ${backbone.manifest.name}: ${sizes[0]} pictures to fit, ${sizes[1]} to find what is unlike, ${sizes[2]} to test`,
    );
    const result = await runLabelTransfer({
      name: options.name ?? basename(resolve(options.out)),
      backbone,
      dataset: {
        name: basename(resolve(options.data)),
        train: splits.train,
        ...(splits.validation.size > 0 ? { validation: splits.validation } : {}),
        test: splits.test,
        findings: pictures.findings,
      },
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

function answerOf(result: LabelTransferResult, pictures: SplitPictures, seconds: number) {
  const { directory, manifest, crossValidatedMicroF1, picturesPerSecond } = result;
  const { name, architecture, training, dataset, evaluation, reading, onnx } = manifest;
  return {
    command: 'train',
    recipe: 'transfer',
    directory,
    name,
    model: architecture.name,
    parameters: architecture.parameters,
    metrics: pictureMetrics(evaluation),
    /** Share of the pictures whose labels are all right. */
    testAccuracy: evaluation?.accuracy ?? null,
    crossValidatedMicroF1,
    labels: reading.classNames.map((label, at) => {
      const { support, precision, recall, f1 } = evaluation!.classes[at]!;
      return { label, threshold: reading.thresholds![at]!, support, precision, recall, f1 };
    }),
    imagesPerSecond: picturesPerSecond,
    trainingSeconds: training.seconds,
    seconds,
    peakRssMiB: process.resourceUsage().maxRSS / 1024,
    engine: training.engine,
    examples: dataset.examples,
    unreadable: pictures.unreadable,
    splitBy: pictures.splitBy,
    findings: pictures.findings,
    parity: onnx.parity.maxAbsoluteDifference,
    onnxBytes: onnx.bytes,
  };
}

type Answer = ReturnType<typeof answerOf>;

function describeResult(answer: Answer): string {
  const { metrics, crossValidatedMicroF1: validated } = answer;
  const shown = (key: string): string => {
    const interval = metrics[`${key}Interval`];
    const around = typeof interval === 'object' ? ` (${percent(interval.low)} to ${percent(interval.high)})` : '';
    return typeof metrics[key] === 'number' ? `${percent(metrics[key])}${around}` : 'not measured';
  };
  const facts: [string, string][] = [
    ['Test micro F1', shown('microF1')],
    ['Test macro F1', shown('macroF1')],
    ['All labels right', shown('accuracy')],
    ['Cross-validated', `micro F1 ${percent(validated.value)}`],
    ['Speed', `${counted(answer.imagesPerSecond)} pictures/s embedded, ${duration(answer.trainingSeconds)} in all`],
    ['Peak memory', `${counted(answer.peakRssMiB)} MiB`],
    ['ONNX parity', `differs by at most ${answer.parity.toExponential(1)}`],
    ['Model', answer.directory],
  ];
  const labels = answer.labels.map(({ label, threshold, support, precision, recall, f1 }) => [
    label,
    ...[threshold.toFixed(3), counted(support), percent(precision), percent(recall), percent(f1)],
  ]);
  return [
    '',
    table(['', ''], facts).trimStart(),
    '',
    table(['label', 'threshold', 'test pictures', 'precision', 'recall', 'F1'], labels),
    '',
    `Next: npx lintel predict --model ${answer.directory} FILE…`,
  ].join('\n');
}

const onlyTransfer = (recipe: string, file: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: `The recipe ${recipe} cannot be used for ${file}, whose pictures may have several labels.`,
    expected: 'transfer',
    received: recipe,
    cure: 'Leave --recipe out, or name a column with one label for each picture with --target.',
  });

const groupsElsewhere = (file: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: '--table and --group-pattern cannot be used with a list of pictures and their labels.',
    expected: `--group with a column of ${file}`,
    received: 'another source of groups',
    cure: 'Add the groups to the list as a column.',
  });
