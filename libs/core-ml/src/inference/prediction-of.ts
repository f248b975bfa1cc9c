import { LintelError, type Prediction } from '@lintel/contracts';

const TOP = 5;

/**
 * Puts a model's answer into words.
 * @param probabilities float32 [classes]
 * @param unsureBelow in [0, 1]: under this top probability the answer is "unsure"
 * @throws LintelError MODEL_INVALID where the answer is not a number
 */
export function predictionOf(
  probabilities: Float32Array,
  classNames: readonly string[],
  unsureBelow: number,
): Prediction {
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
    // A softmax in float32 may come out a hair above 1.
    probability: Math.min(1, Math.max(0, probability)),
  }))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, TOP);
  const { className, probability } = top[0]!;
  return { className, probability, top, unsure: probability < unsureBelow };
}
