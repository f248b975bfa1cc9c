import { type EvaluationReport } from '@lintel/contracts';

/**
 * Expected calibration error over equal-width bins (low, high] of the highest probability
 * (Naeini, Cooper & Hauskrecht 2015): the mean over all examples of |confidence - accuracy| of their bin.
 * @param confidences the highest probability of each example, in [0, 1]
 * @param correct 1 if that class is correct, else 0; same length as `confidences`
 */
export function calibrationOf(
  confidences: Float64Array,
  correct: Uint8Array,
  binCount = 15,
): EvaluationReport['calibration'] {
  const sums = Array.from({ length: binCount }, () => ({ count: 0, confidence: 0, correct: 0 }));
  confidences.forEach((confidence, index) => {
    const bin = sums[Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1))]!;
    bin.count++;
    bin.confidence += confidence;
    bin.correct += correct[index]!;
  });
  const bins = sums.map(({ count, confidence, correct: right }, index) => ({
    low: index / binCount,
    high: (index + 1) / binCount,
    count,
    meanConfidence: count === 0 ? 0 : Math.min(1, confidence / count),
    accuracy: count === 0 ? 0 : right / count,
  }));
  const gaps = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.meanConfidence - bin.accuracy), 0);
  return { expectedCalibrationError: gaps / confidences.length, bins };
}
