import { type EvaluationReport, type DatasetFindings } from '@lintel/contracts';
import {
  answerDataset,
  type Classification,
  divideBySeen,
  evaluateClassification,
  loadDatasetDetails,
  Predictor,
  runClassifier,
  type StoredModel,
} from '@lintel/core-ml';
import { type CommandContext } from '../../command-context';
import { warn } from '../pictures/describe-findings';
import { bar, counted, interval95, percent, table } from '../../terminal/wording';
import { type EvaluateOptions } from '../task-commands';
import { groupsOf, readEvaluationSource } from './evaluation-source';
import { pictureMetrics } from './picture-metrics';
import { type GroupingOptions } from './picture-table';

export interface EvaluatePicturesOptions extends EvaluateOptions, GroupingOptions {
  readonly skipUnreadable?: boolean;
  /** Column of a list of pictures that holds their labels. */
  readonly target?: string;
}

/** The pictures that the result is about: those not seen in training, those seen, or either if unknown. */
interface Measured {
  readonly unseen: EvaluationReport | null;
  readonly seen: EvaluationReport | null;
  /** Whether the model folder records which pictures were seen. */
  readonly isSeenKnown: boolean;
}

const MOST_CONFUSED = 5;

/**
 * Measures a model on a folder of pictures, with the preprocessing it serves with. The result is that on pictures not
 * seen in training.
 */
export async function evaluatePictures(
  model: StoredModel<'image-classification'>,
  options: EvaluatePicturesOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context;
  const predictor = await Predictor.open(model);
  try {
    const { preprocessing, reading, onnx, name } = predictor.manifest;
    const { classNames } = reading;
    const details = await loadDatasetDetails(options.model, predictor.manifest);
    const { part, pictures } = await readEvaluationSource(options, { classNames, preprocessing }, context);
    const { dataset, unreadable, findings } = pictures;
    warn(findings, context);
    const began = performance.now();
    const { probabilities } = await answerDataset(runClassifier(predictor, onnx), dataset, preprocessing, {
      signal: context.signal,
      onBatch: ({ start, size }) => {
        const done = start + size;
        terminal.progress(`Evaluating ${bar(done / dataset.size)} ${counted(done)} of ${counted(dataset.size)}`);
      },
    });
    const imagesPerSecond = dataset.size / ((performance.now() - began) / 1000);
    dataset.close();
    const divided = typeof details?.seen === 'string' ? divideBySeen(details.seen, dataset) : undefined;
    const reportOn = (indices: readonly number[]): EvaluationReport | null =>
      indices.length === 0
        ? null
        : reportOnSome({ probabilities, labels: dataset.labels, classNames, groups: groupsOf(pictures) }, indices);
    const measured: Measured = {
      unseen: reportOn(divided?.unseen ?? [...dataset.labels.keys()]),
      seen: reportOn(divided?.seen ?? []),
      isSeenKnown: divided !== undefined,
    };
    const metrics = pictureMetrics(measured.unseen ?? measured.seen);
    const about = { command: 'evaluate', name, part, unreadable, imagesPerSecond, metrics };
    terminal.result({ ...about, ...answerOf(measured, findings) }, describeMeasured(measured));
  } finally {
    await predictor.close();
  }
}

function reportOnSome(
  { probabilities, labels, classNames, groups }: Classification,
  indices: readonly number[],
): EvaluationReport {
  const classes = classNames.length;
  const chosen = new Float32Array(indices.length * classes);
  for (const [at, index] of indices.entries()) {
    chosen.set(probabilities.subarray(index * classes, (index + 1) * classes), at * classes);
  }
  return evaluateClassification({
    probabilities: chosen,
    labels: Int32Array.from(indices, (index) => labels[index]!),
    classNames,
    groups: groups && indices.map((index) => groups[index]!),
  });
}

function answerOf({ unseen, seen, isSeenKnown }: Measured, findings: DatasetFindings) {
  const total = (unseen?.examples ?? 0) + (seen?.examples ?? 0);
  return {
    ...(unseen ? withoutCurves(unseen) : { examples: 0, accuracy: null, accuracyInterval: null }),
    /** Null: the model does not record which pictures it was trained on. */
    seen: isSeenKnown
      ? { examples: seen?.examples ?? 0, share: (seen?.examples ?? 0) / total, accuracy: seen?.accuracy ?? null }
      : null,
    findings,
  };
}

function describeMeasured(measured: Measured): string {
  const { unseen } = measured;
  return unseen ? describeReport(unseen, describeSeen(measured)) : describeSeen(measured);
}

function describeSeen({ unseen, seen, isSeenKnown }: Measured): string {
  if (!isSeenKnown)
    return 'The model does not record which pictures it was trained on. If some of them are among these, the result is too good.';
  if (!seen) return 'None of the pictures were seen in training.';
  const right = `on them the accuracy is ${percent(seen.accuracy)}`;
  if (!unseen) {
    return `The model was trained on all ${counted(seen.examples)} pictures; ${right}, which says nothing about new pictures.\nTo measure it, pass pictures that it was not trained on.`;
  }
  const total = seen.examples + unseen.examples;
  return `${counted(seen.examples)} of ${counted(total)} pictures (${percent(seen.examples / total)}) were seen in training and are left out; ${right}.`;
}

/** The points of the curves would make the JSON line a hundred times longer; their summaries are kept. */
function withoutCurves(report: EvaluationReport) {
  const classes = report.classes.map(({ roc, precisionRecall, ...scores }) => ({
    ...scores,
    rocAuc: roc?.auc ?? null,
    averagePrecision: precisionRecall?.averagePrecision ?? null,
  }));
  return { ...report, classes };
}

function describeReport(report: EvaluationReport, aboutSeen: string): string {
  const { accuracy, accuracyInterval, macroF1, calibration, examples } = report;
  const rows = report.classes.map(({ className, support, precision, recall, f1 }) => [
    className,
    counted(support),
    percent(precision),
    percent(recall),
    percent(f1),
  ]);
  const confusions = mostConfused(report);
  return [
    aboutSeen,
    '',
    `Accuracy           ${percent(accuracy)} (${interval95(accuracyInterval)}) on ${counted(examples)} pictures`,
    `Macro F1           ${percent(macroF1)}`,
    `Calibration error  ${percent(calibration.expectedCalibrationError)}`,
    '',
    table(['class', 'pictures', 'precision', 'recall', 'F1'], rows),
    ...(confusions.length > 0 ? ['', 'Most often confused:', table(['it was', 'answer', 'pictures'], confusions)] : []),
  ].join('\n');
}

function mostConfused({ confusionMatrix, classNames }: EvaluationReport): string[][] {
  return confusionMatrix
    .flatMap((row, truth) => row.map((count, answer) => ({ truth, answer, count })))
    .filter(({ truth, answer, count }) => truth !== answer && count > 0)
    .sort((one, other) => other.count - one.count)
    .slice(0, MOST_CONFUSED)
    .map(({ truth, answer, count }) => [classNames[truth]!, classNames[answer]!, counted(count)]);
}
