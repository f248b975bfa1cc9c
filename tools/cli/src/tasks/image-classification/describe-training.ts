import { type EpochResult, type TrainingProgress } from '@lintel/contracts';
import { bar, counted, duration } from '../../terminal/wording';

/** One line while an epoch runs; fits into 80 columns. */
export function describeProgress(progress: TrainingProgress): string {
  const { epoch, epochs, batch, batches, loss, figures, imagesPerSecond, secondsLeft } = progress;
  return [
    `Epoch ${epoch}/${epochs} ${bar(batch / batches, 8)}`,
    `loss ${loss.toFixed(3)}`,
    ...figures.map(({ key, value }) => `${key} ${value.toFixed(3)}`),
    `${counted(imagesPerSecond)} images/s`,
    `${duration(secondsLeft)} left`,
  ].join(' ');
}

/** One line after an epoch. */
export function describeEpoch(result: EpochResult): string {
  const { epoch, trainLoss, validationLoss, figures, imagesPerSecond, seconds } = result;
  const trained = figures.map(({ key, train }) => `${key} ${train.toFixed(3)}`).join(' ');
  const validated = figures.map(({ validation }) => validation?.toFixed(3) ?? '–').join(' ');
  const validation = validationLoss === null ? '' : `  validation ${validated} (loss ${validationLoss.toFixed(3)})`;
  const speed = `${counted(imagesPerSecond)} images/s  ${duration(seconds)}`;
  return `Epoch ${epoch}: ${trained} (loss ${trainLoss.toFixed(3)})${validation}  ${speed}`;
}
