import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Dataset,
  type EpochResult,
  LintelError,
  type Preprocessor,
  type TrainingFigure,
  type TrainingProgress,
} from '@lintel/contracts';
import { type TrainingConfig } from '../recipe/training-config';
import { type BatchSource, openBatchSource } from './batch-source';
import { batchCount, orderedBatches } from './batches';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { scheduleFactor } from './learning-rate-schedule';
import { RunningMean } from './running-mean';
import { type StepResult, type TrainingStep } from './training-step';

/** Default batch size of evaluation. */
export const EVALUATION_BATCH_SIZE = 256;

export interface TrainModelOptions {
  readonly step: TrainingStep;
  /** What the task calls the share of correct answers. */
  readonly figure: TrainingFigure;
  readonly train: Dataset;
  /** If absent, nothing is held out and the last epoch is kept. */
  readonly validation?: Dataset;
  readonly preprocessor: Preprocessor;
  readonly config: TrainingConfig;
  /** Default: {@link EVALUATION_BATCH_SIZE}. */
  readonly evaluationBatchSize?: number;
  readonly seed: number;
  /** Written after every epoch. */
  readonly checkpoint?: {
    readonly file: string;
    /** Hash of everything that a resumed run must share with the original run. */
    readonly fingerprint: string;
    /** Resume from the file if it exists. */
    readonly resume: boolean;
  };
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Receives the learning curve of the epochs that an earlier process completed. */
  readonly onResume?: (curve: readonly EpochResult[]) => void;
  readonly onEpoch?: (result: EpochResult) => void;
  /** Called after each checkpoint is written and awaited, so the file does not change in the meantime. */
  readonly onCheckpoint?: (file: string) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

export interface TrainingResult {
  readonly curve: readonly EpochResult[];
  /** The epoch whose weights the model has. */
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  /** Epochs that an earlier process completed. */
  readonly resumedAfter: number;
}

/**
 * Trains until the last epoch, until the validation loss stops falling, or until the signal aborts. Afterwards the
 * step's model has the weights of the epoch to keep.
 * @throws LintelError TRAINING_DIVERGED, CANCELLED (the checkpoint of the last whole epoch stays), CHECKPOINT_INVALID
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainingResult> {
  const { train, preprocessor, seed, config } = options;
  const { batchSize, augmentation } = config;
  const source = openBatchSource({
    dataset: train,
    preprocessor,
    batchSize,
    seed,
    ...(augmentation ? { augmentation } : {}),
  });
  try {
    return await runEpochs(options, source);
  } finally {
    await source.close();
  }
}

async function runEpochs(options: TrainModelOptions, source: BatchSource): Promise<TrainingResult> {
  const { step, config, validation, checkpoint } = options;
  const earlier = checkpoint?.resume ? await readCheckpoint(checkpoint.file, checkpoint.fingerprint) : undefined;
  if (earlier) {
    step.writeWeights(earlier.weights);
    await step.writeOptimizer(earlier.optimizer);
    step.writeAverage(earlier.average);
    options.onResume?.(earlier.curve);
  }
  const curve = [...(earlier?.curve ?? [])];
  let best = earlier?.best ?? { epoch: 0, score: -Infinity };
  // A checkpoint whose best epoch is its last doesn't store the same weights twice.
  let bestWeights = earlier?.bestWeights.length ? earlier.bestWeights : (earlier?.weights ?? []);
  let epochsWithoutProgress = earlier?.epochsWithoutProgress ?? 0;
  let lowestLoss = Math.min(Infinity, ...curve.map((row) => row.validationLoss ?? Infinity));
  const startedAfter = earlier?.epoch ?? 0;
  const wantsStop = () => config.patience > 0 && epochsWithoutProgress >= config.patience;

  let epoch = startedAfter;
  while (epoch < config.epochs && !wantsStop()) {
    epoch++;
    const started = performance.now();
    const trained = await trainEpoch(options, source, epoch);
    const weights = step.readWeights();
    const average = step.readAverage();
    // If an average is kept, it is the one that is validated.
    if (average) step.writeWeights(average);
    const validated = await validate(options, epoch);
    if (average) step.writeWeights(weights);
    const result: EpochResult = {
      epoch,
      trainLoss: trained.mean.loss,
      validationLoss: validated?.loss ?? null,
      figures: [{ ...options.figure, train: trained.mean.shareCorrect, validation: validated?.shareCorrect ?? null }],
      learningRate: trained.learningRate,
      imagesPerSecond: trained.imagesPerSecond,
      seconds: (performance.now() - started) / 1000,
    };
    curve.push(result);
    options.onEpoch?.(result);

    const score = config.keep === 'last' || !validation ? epoch : result.figures[0]!.validation!;
    const isBest = score > best.score;
    if (isBest) best = { epoch, score };
    const loss = result.validationLoss ?? Infinity;
    epochsWithoutProgress = loss < lowestLoss ? 0 : epochsWithoutProgress + 1;
    lowestLoss = Math.min(lowestLoss, loss);
    if (isBest) bestWeights = average ?? weights;
    if (checkpoint) {
      const state: Checkpoint = {
        fingerprint: checkpoint.fingerprint,
        epoch,
        curve,
        best,
        epochsWithoutProgress,
        weights,
        bestWeights: bestWeights === weights ? [] : bestWeights,
        average: average ?? [],
        optimizer: await step.readOptimizer(),
      };
      await writeCheckpoint(checkpoint.file, state);
      await options.onCheckpoint?.(checkpoint.file);
    }
  }
  if (bestWeights.length > 0) step.writeWeights(bestWeights);
  return { curve, bestEpoch: best.epoch, stoppedEarly: epoch < config.epochs, resumedAfter: startedAfter };
}

interface TrainedEpoch {
  readonly mean: RunningMean;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
}

async function trainEpoch(options: TrainModelOptions, source: BatchSource, epoch: number): Promise<TrainedEpoch> {
  const { step, train, config, figure } = options;
  const batches = batchCount(train.size, config.batchSize);
  const totalSteps = batches * config.epochs;
  const started = performance.now();
  const mean = new RunningMean();
  let learningRate = config.optimizer.learningRate;
  let batchNumber = 0;

  for await (const batch of source.epoch(epoch)) {
    stopIfCancelled(options.signal, epoch);
    const stepNumber = (epoch - 1) * batches + batchNumber;
    learningRate = config.optimizer.learningRate * scheduleFactor(config.schedule, stepNumber, totalSteps);
    const outcome = step.train(batch, { step: stepNumber, learningRate });
    if (!Number.isFinite(outcome.loss)) throw diverged(outcome, epoch, batchNumber, learningRate);
    mean.add(outcome, batch.size);
    batchNumber++;
    const seconds = (performance.now() - started) / 1000;
    options.onProgress?.({
      epoch,
      epochs: config.epochs,
      batch: batchNumber,
      batches,
      loss: mean.loss,
      figures: [{ ...figure, value: mean.shareCorrect }],
      imagesPerSecond: mean.examples / seconds,
      secondsLeft: (seconds / batchNumber) * (totalSteps - stepNumber - 1),
    });
    // The engine blocks the thread; between steps other code can run, such as a signal handler.
    await nextTurn();
  }
  return { mean, learningRate, imagesPerSecond: (mean.examples * 1000) / (performance.now() - started) };
}

async function validate(
  { step, validation, preprocessor, signal, evaluationBatchSize = EVALUATION_BATCH_SIZE }: TrainModelOptions,
  epoch: number,
): Promise<RunningMean | undefined> {
  if (!validation) return undefined;
  const validated = new RunningMean();
  for (const batch of orderedBatches({ dataset: validation, preprocessor, batchSize: evaluationBatchSize })) {
    stopIfCancelled(signal, epoch);
    validated.add(step.evaluate(batch), batch.size);
    await nextTurn();
  }
  return validated;
}

function stopIfCancelled(signal: AbortSignal | undefined, epoch: number): void {
  if (!signal?.aborted) return;
  throw new LintelError('CANCELLED', {
    problem: `Training was stopped in epoch ${epoch}.`,
    cure: 'Run it again with resume to continue after the last complete epoch.',
    retryable: true,
    cause: signal.reason,
  });
}

function diverged({ loss }: StepResult, epoch: number, batch: number, learningRate: number): LintelError {
  return new LintelError('TRAINING_DIVERGED', {
    problem: `The loss is no longer a number in epoch ${epoch}, batch ${batch + 1}.`,
    expected: 'a finite loss',
    received: String(loss),
    cure: `Lower the learning rate (it was ${learningRate.toPrecision(3)}), clip the gradient, or look for wrong values in the data.`,
  });
}
