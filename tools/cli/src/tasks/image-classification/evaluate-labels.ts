import { type EvaluationReport, LintelError } from '@lintel/contracts';
import {
  answerDataset,
  divideBySeen,
  evaluateLabels,
  loadDatasetDetails,
  Predictor,
  runClassifier,
  type StoredModel,
} from '@lintel/core-ml';
import { type CommandContext } from '../../command-context';
import { warn } from '../pictures/describe-findings';
import { decodeLabelled } from './label-pictures';
import { findLabelList, type PictureList } from '../pictures/picture-list';
import { bar, counted, percent, table } from '../../terminal/wording';
import { type EvaluatePicturesOptions } from './evaluate-pictures';
import { pictureMetrics } from './picture-metrics';

/**
 * Measures a model that gives pictures any number of labels, on a list of pictures with their labels. The result is that
 * on pictures not seen in training.
 */
export async function evaluateLabelModel(
  model: StoredModel<'image-classification'>,
  options: EvaluatePicturesOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal, signal } = context;
  const { data, target, group, skipUnreadable } = options;
  const { name, task, preprocessing, reading, onnx } = model.manifest;
  const { classNames, thresholds = [] } = reading;
  const list = await findLabelList(data, { target, group, skipUnreadable });
  if (list === undefined) throw withoutList(data);
  const { list: chosen, part } = testPart(list);
  terminal.say(part === 'test' ? 'Evaluating on the test part' : 'Evaluating on all pictures');
  const pictures = await decodeLabelled(chosen, classNames, preprocessing, options, context);
  const { dataset, unreadable, findings } = pictures;
  warn(findings, context);
  const predictor = await Predictor.open(model);
  try {
    const began = performance.now();
    const { probabilities } = await answerDataset(runClassifier(predictor, onnx), dataset, preprocessing, {
      signal,
      onBatch: ({ start, size }) => {
        const share = (start + size) / dataset.size;
        terminal.progress(`Evaluating ${bar(share)} ${counted(start + size)} of ${counted(dataset.size)}`);
      },
    });
    const imagesPerSecond = dataset.size / ((performance.now() - began) / 1000);
    dataset.close();
    const details = await loadDatasetDetails(options.model, model.manifest);
    const divided = typeof details?.seen === 'string' ? divideBySeen(details.seen, dataset) : undefined;
    const reportOn = (rows: readonly number[]): EvaluationReport | null =>
      rows.length === 0
        ? null
        : evaluateLabels({
            ...{ classNames, thresholds },
            probabilities: Float32Array.from(rowsOf(probabilities, rows, classNames.length)),
            labelSets: Uint8Array.from(rowsOf(dataset.labelSets!, rows, classNames.length)),
            groups: dataset.groups && rows.map((row) => dataset.groups![row]!),
          });
    const unseen = reportOn(divided?.unseen ?? [...Array(dataset.size).keys()]);
    const seen = reportOn(divided?.seen ?? []);
    const report = (unseen ?? seen)!;
    const about = { command: 'evaluate', name, task, part, unreadable, imagesPerSecond };
    const seenShare = divided && {
      examples: divided.seen.length,
      share: divided.seen.length / dataset.size,
      microF1: seen?.labels?.metrics.microF1.value ?? null,
    };
    terminal.result(
      { ...about, metrics: pictureMetrics(report), ...withoutCurves(report), seen: seenShare ?? null, findings },
      describe(report, thresholds, {
        isNew: unseen !== null,
        isKnown: divided !== undefined,
        seen: seenShare?.examples,
      }),
    );
  } finally {
    await predictor.close();
  }
}

/** Only the test part if the list declares one. */
function testPart(list: PictureList): { readonly list: PictureList; readonly part: 'test' | 'all' } {
  const pictures = list.pictures.filter(({ part }) => part === 'test');
  return pictures.length > 0 ? { list: { ...list, pictures }, part: 'test' } : { list, part: 'all' };
}

const rowsOf = (values: ArrayLike<number>, rows: readonly number[], width: number): number[] =>
  rows.flatMap((row) => Array.from({ length: width }, (_, at) => values[row * width + at]!));

/** The points of the curves would make the JSON line a hundred times longer; their summaries are kept. */
function withoutCurves(report: EvaluationReport) {
  return {
    ...report,
    classes: report.classes.map(({ roc, precisionRecall, ...scores }) => ({
      ...scores,
      rocAuc: roc?.auc ?? null,
      averagePrecision: precisionRecall?.averagePrecision ?? null,
    })),
  };
}

function describe(
  report: EvaluationReport,
  thresholds: readonly number[],
  about: { readonly isNew: boolean; readonly isKnown: boolean; readonly seen: number | undefined },
): string {
  const { metrics, perExample } = report.labels!;
  const seen = !about.isKnown
    ? 'The model does not record which pictures it was trained on. If some of them are among these, the result is too good.'
    : !about.isNew
      ? 'The model was trained on all of these pictures, so the result says nothing about new ones.'
      : about.seen === 0
        ? 'None of the pictures were seen in training.'
        : `${counted(about.seen ?? 0)} pictures were seen in training and are left out.`;
  const rows = Object.entries(metrics).map(([key, { value, low, high }]) => [
    key,
    value.toFixed(3),
    `${low.toFixed(3)} – ${high.toFixed(3)}`,
  ]);
  const labels = report.classes.map(({ className, support, precision, recall, f1 }, at) => [
    className,
    ...[thresholds[at]!.toFixed(3), counted(support), percent(precision), percent(recall), percent(f1)],
  ]);
  return [
    seen,
    `${counted(report.examples)} pictures; all labels right on ${percent(report.accuracy)}. ` +
      `${perExample.actual.toFixed(2)} labels a picture, ${perExample.answered.toFixed(2)} answered.`,
    '',
    table(['metric', 'value', '95% interval'], rows),
    '',
    table(['label', 'threshold', 'pictures', 'precision', 'recall', 'F1'], labels),
  ].join('\n');
}

const withoutList = (data: string): LintelError =>
  new LintelError('INVALID_ARGUMENT', {
    problem: `${data} does not say which labels its pictures have.`,
    expected: 'a CSV list with the columns file and labels, or a folder with labels.csv',
    received: 'a folder of class folders',
    cure: 'Write the list: one row for each picture, its labels separated by ";".',
  });
