import { classOccurs, type ClassReport, type EvaluationReport } from '@lintel/contracts';
import { type Card } from '../../card';
import { count, escape, percent, range, table } from '../../card-markdown';
import { classCounts } from '../classes/class-counts';
import { pictureFindings } from '../pictures/picture-findings';
import { type TaskCard } from '../task-card';

type ClassifierCard = Card<'image-classification'>;

/** The card of a classifier of pictures: every class with its scores, calibration, and classes that were hardly tested. */
export const classificationCard: TaskCard<'image-classification'> = {
  findings: pictureFindings,
  counts: classCounts,
  evaluation,
  limits,
};

/** Class reports with less support are not reliable. */
const FEW_EXAMPLES = 20;

function evaluation({
  content: { manifest },
  words: { evaluation: general, classification: words },
  classTitle,
}: ClassifierCard): string[] {
  const {
    evaluation: report,
    reading: { unsureBelow, unlikeExamples },
  } = manifest;
  if (report === null) return [general.none];
  const { accuracyInterval, calibration } = report;
  const { calibrationError } = words;
  const tested = testedClasses(report);
  const untested = report.classes.length - tested.length;
  return [
    general.unseen(count(report.examples)),
    table(general.columns, [
      [
        words.accuracy,
        words.interval(
          percent(report.accuracy),
          range(accuracyInterval.low, accuracyInterval.high),
          accuracyInterval.method === 'wilson',
        ),
      ],
      [words.top5, percent(report.top5Accuracy)],
      [words.precision, percent(report.macroPrecision)],
      [words.recall, percent(report.macroRecall)],
      [words.f1, percent(report.macroF1)],
      [words.logLoss, report.logLoss.toFixed(3)],
    ]),
    table(
      words.classColumns,
      tested.map(({ className, support, precision, recall, f1 }) => [
        classTitle(className),
        count(support),
        percent(precision),
        support === 0 ? words.untested : percent(recall),
        percent(f1),
      ]),
    ),
    ...(untested === 0 ? [] : [words.untestedClasses(untested)]),
    `### ${words.calibration}`,
    calibrationError(percent(calibration.expectedCalibrationError), calibration.bins.length, percent(unsureBelow)),
    ...(unlikeExamples === undefined
      ? []
      : [
          words.unlike(
            percent(unlikeExamples.testShare),
            range(unlikeExamples.testShareInterval.low, unlikeExamples.testShareInterval.high),
          ),
        ]),
  ];
}

function limits({ content: { manifest }, words: { classification: words }, classTitle }: ClassifierCard): string[] {
  const {
    evaluation: report,
    reading: { classNames },
  } = manifest;
  const tested = report === null ? [] : testedClasses(report);
  const rare = tested.filter(({ support }) => support < FEW_EXAMPLES).map(({ className }) => className);
  const names = rare.map(classTitle).map(escape).join(', ');
  return [words.classes(classNames.length), ...(rare.length === 0 ? [] : [words.rare(FEW_EXAMPLES, names)])];
}

/** The classes that a test example has or an answer names. */
const testedClasses = ({ classes, confusionMatrix }: EvaluationReport): readonly ClassReport[] =>
  classes.filter((_, at) => classOccurs(confusionMatrix, at));
