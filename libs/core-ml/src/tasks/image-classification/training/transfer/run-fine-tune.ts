import { createHash } from 'node:crypto';
import { type EpochResult, LintelError, type ManifestOf, type TrainingInterruption } from '@lintel/contracts';
import { type NetworkWeights } from '../../../../backbones/network-weights';
import { ModelDirectory } from '../../../../export/model-directory';
import { throwIfCancelled } from '../../../../inference/cancellation';
import { type TrainModelOptions } from '../../../../training/train-model';
import { chooseFineTuned, type FineTuneComparison } from './choose-fine-tuned';
import { fineTuneRecipe, type FineTuneOptions } from './fine-tune-recipe';
import { fitFrozenHead } from './frozen-head';
import { parityExamples, publishTransfer } from './publish-transfer';
import { checkTransferDatasets, runTransfer } from './run-transfer';
import { type RunTransferOptions } from './transfer-options';
import { describeTuned, tuneNetwork } from './tune-network';

export interface RunFineTuneOptions
  extends
    Omit<RunTransferOptions, 'onProgress'>,
    FineTuneOptions,
    Pick<TrainModelOptions, 'onProgress' | 'onResume' | 'onEpoch' | 'onCheckpoint'> {
  /** The weights that `backbone` was written from, for pictures of the same size. */
  readonly network: NetworkWeights;
  /** Run the training step as one graph (see `createTrainingStep`). Default: true. */
  readonly compile?: boolean;
  /** Resume after the last complete epoch of a run that was stopped or killed. */
  readonly resume?: boolean;
  /** Earlier processes of this run that crashed; listed in the manifest. */
  readonly interruptions?: readonly TrainingInterruption[];
  readonly onStage?: (stage: FineTuneStage) => void;
  /** @param share of the pictures or of the fits done, in [0, 1] */
  readonly onShare?: (stage: 'embed' | 'fit', share: number) => void;
}

/** `head` fits a layer over the frozen features, `train` the network under it. */
export type FineTuneStage = 'head' | 'train' | 'export';

export interface FineTuneResult {
  readonly directory: string;
  readonly manifest: ManifestOf<'image-classification'>;
  readonly comparison: FineTuneComparison;
  /** Learning curve of the fine-tuning, also if the frozen features were kept. */
  readonly curve: readonly EpochResult[];
  readonly bestEpoch: number;
  /** Epochs that an earlier process completed. */
  readonly resumedAfter: number;
}

/**
 * Fine-tuning: fits a logistic layer over the frozen features, then trains the network under it (linear probing, then
 * fine-tuning: Kumar et al. 2022), and keeps the better of the two on the validation split. The result is published as
 * the same kind of graph either way, with heat, features and distance.
 * @throws LintelError of every stage; the model's folder is left unchanged
 */
export async function runFineTune(options: RunFineTuneOptions): Promise<FineTuneResult> {
  const { dataset, backbone, network, seed, signal, onShare, onStage } = options;
  const { train, validation } = dataset;
  checkTransferDatasets(options);
  if (!validation) throw validationMissing();
  const recipe = fineTuneRecipe(network.plan, train.size, options);
  const directory = new ModelDirectory(options.out);
  await directory.prepare(options.overwrite ?? false);
  const started = performance.now();

  onStage?.('head');
  const frozen = await fitFrozenHead({ train, validation, backbone, seed, signal, cache: options.cache, onShare });
  onStage?.('train');
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([recipe, network.plan, backbone.manifest.onnx.sha256, seed]))
    .update(JSON.stringify([train.contentHash, validation.contentHash, train.classNames]))
    .digest('hex');
  const tuned = await tuneNetwork(
    { network, backbone, train, validation, parity: parityExamples(dataset), head: frozen.layer, recipe, seed },
    { ...options, checkpoint: { file: directory.checkpoint, fingerprint, resume: options.resume ?? false } },
  );
  throwIfCancelled(signal);
  onStage?.('export');
  const comparison = chooseFineTuned(
    frozen.heldOutProbabilities,
    tuned.heldOutProbabilities,
    validation.labels,
    train.classNames.length,
  );
  const { curve, bestEpoch, resumedAfter } = tuned.trained;
  const progress = { comparison, curve, bestEpoch, resumedAfter };
  const config = { recipe: 'fine-tune', comparison };
  if (comparison.kept === 'frozen') {
    const { onProgress: _, ...rest } = options;
    const { directory: path, manifest } = await runTransfer({
      ...rest,
      config,
      overwrite: options.overwrite ?? false,
      ...(onShare ? { onProgress: onShare } : {}),
    });
    return { directory: path, manifest, ...progress };
  }
  const manifest = await publishTransfer(
    directory,
    describeTuned(tuned, {
      source: backbone.manifest,
      recipe,
      config,
      seed,
      seconds: (performance.now() - started) / 1000,
      interruptions: options.interruptions ?? [],
    }),
    options,
  );
  return { directory: directory.path, manifest, ...progress };
}

function validationMissing(): LintelError {
  return new LintelError('DATASET_EMPTY', {
    problem: 'Fine-tuning needs pictures that are held out.',
    expected: 'a validation split, on which the best epoch is chosen and compared with the frozen features',
    received: 'none',
    cure: 'Hold out a share of the pictures, such as 0.1, or use the recipe "transfer".',
  });
}
