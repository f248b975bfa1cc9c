import { type EvaluationReport } from '@lintel/contracts';
import { answerDataset, evaluateClassification, Predictor } from '@lintel/core-ml';
import { type CommandContext } from '../command-context';
import { decodePictures, findPictures } from '../pictures';
import { bar, counted, percent, table } from '../terminal/wording';

export interface EvaluateOptions {
  readonly model: string;
  readonly data: string;
  readonly skipUnreadable?: boolean;
}

const MOST_CONFUSED = 5;

/** Measures a model on a folder of pictures, as it would serve. */
export async function evaluate(options: EvaluateOptions, context: CommandContext): Promise<void> {
  const { terminal } = context;
  const predictor = await Predictor.load(options.model);
  try {
    const { classNames, preprocessor, name } = predictor.manifest;
    const folder = await findPictures(options.data, context, classNames);
    const tested = folder.entries.filter(({ part }) => part === 'test');
    const part = tested.length > 0 ? 'test' : 'all';
    terminal.say(part === 'test' ? 'Evaluating on the test part' : 'Evaluating on all pictures');
    const entries = part === 'test' ? tested : folder.entries;
    const { dataset, unreadable } = await decodePictures(entries, classNames, preprocessor, options, context);
    const began = performance.now();
    const run = (inputs: Float32Array, size: number) => predictor.run(inputs, size);
    const { probabilities } = await answerDataset(run, dataset, preprocessor, {
      signal: context.signal,
      onBatch: ({ start, size }) => {
        const done = start + size;
        terminal.progress(`Evaluating ${bar(done / dataset.size)} ${counted(done)} of ${counted(dataset.size)}`);
      },
    });
    const imagesPerSecond = dataset.size / ((performance.now() - began) / 1000);
    dataset.close();
    const report = evaluateClassification({ probabilities, labels: dataset.labels, classNames });
    const answer = { command: 'evaluate', name, part, unreadable, imagesPerSecond, ...withoutCurves(report) };
    terminal.result(answer, describeReport(report));
  } finally {
    await predictor.close();
  }
}

/** The points of the curves would make the line of JSON a hundred times longer; what they sum up to stays. */
function withoutCurves(report: EvaluationReport) {
  const classes = report.classes.map(({ roc, precisionRecall, ...scores }) => ({
    ...scores,
    rocAuc: roc?.auc ?? null,
    averagePrecision: precisionRecall?.averagePrecision ?? null,
  }));
  return { ...report, classes };
}

function describeReport(report: EvaluationReport): string {
  const { accuracy, accuracyInterval: interval, macroF1, calibration, examples } = report;
  const rows = report.classes.map(({ className, support, precision, recall, f1 }) => [
    className,
    counted(support),
    percent(precision),
    percent(recall),
    percent(f1),
  ]);
  const confusions = mostConfused(report);
  return [
    `Accuracy           ${percent(accuracy)} (95 %: ${percent(interval.low)} to ${percent(interval.high)}) on ${counted(examples)} pictures`,
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
