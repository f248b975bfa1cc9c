import { type ClassReading, LintelError, type Prediction, type UnsureReason } from '@lintel/contracts';
import { labelsOf, leastCertainty } from './label-answer';

const TOP = 5;

/**
 * Converts a model's output into a prediction.
 * @param probabilities float32 [classes]
 * @param distance of the example to the training examples, if the model has that output
 * @throws LintelError MODEL_INVALID if the answer is not a number
 */
export function predictionOf(probabilities: Float32Array, reading: ClassReading, distance?: number): Prediction {
  const { classNames } = reading;
  const broken = probabilities.findIndex((probability) => !Number.isFinite(probability));
  if (broken >= 0) {
    throw new LintelError('MODEL_INVALID', {
      problem: `The model's answer for class "${classNames[broken]}" is not a number.`,
      expected: 'a probability in [0, 1]',
      received: String(probabilities[broken]),
      cure: 'The training has probably diverged: train again with a smaller learning rate.',
    });
  }
  const top = Array.from(probabilities, (probability, index) => ({
    className: classNames[index]!,
    // A softmax in float32 can be slightly above 1.
    probability: Math.min(1, Math.max(0, probability)),
  }))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, TOP);
  const { className, probability } = top[0]!;
  const labels = labelsOf(probabilities, reading);
  const certainty = reading.thresholds ? leastCertainty(probabilities, reading.thresholds) : probability;
  const unsureReason = unsureReasonOf(certainty, distance, reading);
  const prediction = { className, probability, top, unsure: unsureReason !== null, unsureReason };
  return labels === undefined ? prediction : { ...prediction, labels };
}

/**
 * A probability means little for a picture far from all examples, so that reason takes precedence.
 * @param probability of the class, or that the least certain of several labels is right
 */
export function unsureReasonOf(
  probability: number,
  distance: number | undefined,
  { unsureBelow, unlikeExamples }: Pick<ClassReading, 'unsureBelow' | 'unlikeExamples'>,
): UnsureReason | null {
  // Written so that NaN counts as far.
  if (unlikeExamples !== undefined && distance !== undefined && !(distance <= unlikeExamples.above))
    return 'unlike-examples';
  return probability < unsureBelow ? 'low-probability' : null;
}
