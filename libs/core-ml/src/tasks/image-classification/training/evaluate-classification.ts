import { type EvaluationReport } from '@lintel/contracts';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { groupedAccuracyInterval } from '../../../evaluation/grouped-accuracy-interval';
import { calibrationOf } from './calibration';
import { classCurves } from '../../../evaluation/class-curves';
import { checkClassification, type Classification } from './classification';
import { classScoresOf, confusionMatrixOf, macroMeanOf } from '../../../evaluation/confusion';

/** The lower bound of probabilities in the log loss: the epsilon of float32, as in scikit-learn. */
const SMALLEST_PROBABILITY = 2 ** -23;

/**
 * Evaluates a classifier's answers on examples that it has never seen. Ties go to the first class. Macro averages
 * weight all classes that occur equally.
 * @throws LintelError DATASET_EMPTY, SHAPE_MISMATCH, DATASET_INVALID (labels), INVALID_ARGUMENT (probabilities)
 */
export function evaluateClassification(classification: Classification): EvaluationReport {
  checkClassification(classification);
  const { probabilities, labels, classNames } = classification;
  const examples = labels.length;
  const classes = classNames.length;
  const { predicted, confidences, correct, inTopFive, logLoss } = readAnswers(classification);

  const confusionMatrix = confusionMatrixOf(labels, predicted, classes);
  const scores = classScoresOf(confusionMatrix);
  const right = correct.reduce((sum, value) => sum + value, 0);
  return {
    examples,
    accuracy: right / examples,
    accuracyInterval: groupedAccuracyInterval(correct, classification.groups),
    top5Accuracy: inTopFive / examples,
    logLoss,
    macroPrecision: macroMeanOf(confusionMatrix, 'precision'),
    macroRecall: macroMeanOf(confusionMatrix, 'recall'),
    macroF1: macroMeanOf(confusionMatrix, 'f1'),
    classNames: [...classNames],
    classes: scores.map((score, index) => ({
      className: classNames[index]!,
      ...score,
      ...classCurves(
        Float32Array.from(labels, (_, example) => probabilities[example * classes + index]!),
        Uint8Array.from(labels, (label) => (label === index ? 1 : 0)),
      ),
    })),
    confusionMatrix,
    calibration: calibrationOf(confidences, correct),
  };
}

interface Answers {
  readonly predicted: Int32Array;
  readonly confidences: Float64Array;
  readonly correct: Uint8Array;
  readonly inTopFive: number;
  readonly logLoss: number;
}

function readAnswers({ probabilities, labels, classNames }: Classification): Answers {
  const classes = classNames.length;
  const predicted = new Int32Array(labels.length);
  const confidences = new Float64Array(labels.length);
  const correct = new Uint8Array(labels.length);
  let inTopFive = 0;
  let loss = 0;
  labels.forEach((label, example) => {
    const row = probabilities.subarray(example * classes, (example + 1) * classes);
    const own = row[label]!;
    const best = indexOfLargest(row);
    let before = 0;
    row.forEach((probability, index) => {
      if (probability > own || (probability === own && index < label)) before++;
    });
    predicted[example] = best;
    confidences[example] = Math.min(1, row[best]!);
    correct[example] = best === label ? 1 : 0;
    if (before < 5) inTopFive++;
    loss -= Math.log(Math.min(1, Math.max(SMALLEST_PROBABILITY, own)));
  });
  return { predicted, confidences, correct, inTopFive, logLoss: loss / labels.length };
}
