import { type EpochResult, type TrainingProgress } from '@lintel/contracts';
import { bar, counted, duration } from '../../terminal/wording';

/** One line while an epoch runs; fits into 80 columns. */
export function describeProgress(progress: TrainingProgress): string {
  const { epoch, epochs, batch, batches, loss, accuracy, imagesPerSecond, secondsLeft } = progress;
  return [
    `Epoch ${epoch}/${epochs} ${bar(batch / batches, 8)}`,
    `loss ${loss.toFixed(3)}`,
    `accuracy ${accuracy.toFixed(3)}`,
    `${counted(imagesPerSecond)} images/s`,
    `${duration(secondsLeft)} left`,
  ].join(' ');
}

/** One line after an epoch. */
export function describeEpoch(result: EpochResult): string {
  const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, imagesPerSecond, seconds } = result;
  const validation =
    validationLoss === null || validationAccuracy === null
      ? ''
      : `  validation ${validationAccuracy.toFixed(3)} (loss ${validationLoss.toFixed(3)})`;
  const speed = `${counted(imagesPerSecond)} images/s  ${duration(seconds)}`;
  return `Epoch ${epoch}: accuracy ${trainAccuracy.toFixed(3)} (loss ${trainLoss.toFixed(3)})${validation}  ${speed}`;
}
