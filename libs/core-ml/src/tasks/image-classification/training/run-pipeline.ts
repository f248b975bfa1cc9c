import { createHash } from 'node:crypto';
import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import {
  countFindings,
  type Dataset,
  type DatasetFindings,
  type EpochResult,
  LintelError,
  type ManifestOf,
  type Preprocessor,
  type TrainingInterruption,
  type TrainingProgress,
  sizeOfShape,
  TRAINING_FIGURE,
} from '@lintel/contracts';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { engineDescription } from '../../../engine/tensorflow';
import { observePictures } from './observe-pictures';
import { evaluateModel } from './evaluate-on-dataset';
import { packSeenPictures } from '../../../evaluation/seen-pictures';
import { ModelDirectory } from '../../../export/model-directory';
import {
  exportOnnx,
  ONNX_DISTANCE,
  ONNX_EMBEDDING,
  ONNX_INPUT,
  ONNX_PROBABILITIES,
} from '../../../export/onnx/export-onnx';
import { OPSET } from '../../../export/onnx/onnx-graph';
import { checkParity } from '../../../export/parity';
import { type OnnxInterface, OnnxSession } from '../../../inference/onnx-session';
import { modelFamily } from '../../../models/model-families';
import { type ModelFamily } from '../../../models/model-family';
import { fitNormalisation } from '../../../preprocessing/normalisation';
import { parseTrainingConfig } from '../../../recipe/training-config';
import { DISTANCE, EMBEDDING, PROBABILITIES, runClassifier } from '../class-outputs';
import { fitUnlikeness, unlikeReading } from './fit-unlikeness';
import { batchSizes, orderedBatches, spreadBatch } from '../../../training/batches';
import { classWeights } from './class-weights';
import { createTrainingStep } from '../../../training/create-training-step';
import { type Pipeline } from './pipeline';
import { EVALUATION_BATCH_SIZE, trainModel } from '../../../training/train-model';

const ONNX_FILE = 'model.onnx';
const DETAILS_FILE = 'dataset.json';
const PARITY_EXAMPLES = 256;
/** Maximum examples used for weights fitted before training: enough for means, and at most 32 MiB. */
const MOST_FITTED_EXAMPLES = 4000;
const MOST_FITTED_VALUES = 2 ** 23;

export type PipelineStage = 'preprocess' | 'build' | 'train' | 'export' | 'evaluate' | 'publish';

export interface RunPipelineOptions {
  readonly dataset: {
    readonly name: string;
    readonly train: Dataset;
    readonly validation?: Dataset;
    readonly test: Dataset;
    /** Findings in the folder of pictures. They are stored beside the model, and their counts in the manifest. */
    readonly findings?: DatasetFindings;
  };
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  /** Replace an existing model. */
  readonly overwrite?: boolean;
  /** Resume after the last complete epoch of a run that was stopped or killed. */
  readonly resume?: boolean;
  /** Run the training step as one graph (see `createTrainingStep`). Default: true. */
  readonly compile?: boolean;
  /** Receives human-readable log lines. */
  readonly onLog?: (line: string) => void;
  readonly onStage?: (stage: PipelineStage) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Receives the learning curve of the epochs that an earlier process completed. */
  readonly onResume?: (curve: readonly EpochResult[]) => void;
  readonly onEpoch?: (result: EpochResult) => void;
  /** Called after each checkpoint is written; training waits for it, so the file does not change in the meantime. */
  readonly onCheckpoint?: (file: string) => Promise<void> | void;
  /** Earlier processes of this run that crashed; listed in the manifest. */
  readonly interruptions?: readonly TrainingInterruption[];
  /** The model's origin for the manifest; unknown values are null. */
  readonly provenance?: {
    readonly codeCommit?: string | null;
    readonly jobId?: string | null;
    readonly datasetVersionId?: string | null;
  };
  readonly signal?: AbortSignal;
}

export interface PipelineResult {
  readonly directory: string;
  readonly manifest: ManifestOf<'image-classification'>;
  /** float32 [test examples, classes]: the exported model's answers on the test split. */
  readonly testProbabilities: Float32Array;
  /** Epochs that an earlier process completed. */
  readonly resumedAfter: number;
}

/**
 * Preprocess → build → train → export → evaluate → publish. The exported file is evaluated, because it is what serves.
 * @throws LintelError of every stage; the model's folder is left unchanged
 */
export async function runPipeline(pipeline: Pipeline, options: RunPipelineOptions): Promise<PipelineResult> {
  const { dataset, onStage, signal } = options;
  const family = modelFamily(pipeline.architecture);
  const config = parseTrainingConfig(family.recipe, pipeline.training);
  checkDatasets(options.dataset);
  const directory = new ModelDirectory(options.out);
  await directory.prepare(options.overwrite ?? false);

  onStage?.('preprocess');
  const preprocessor: Preprocessor = { ...pipeline.preprocessing, ...fitNormalisation(dataset.train) };

  onStage?.('build');
  const { classNames, exampleShape } = dataset.train;
  const architecture = { exampleShape, classes: classNames.length, seed: pipeline.seed };
  const model = family.build(architecture);
  fitToExamples(family, model, dataset.train, preprocessor);
  const loss = {
    output: family.output,
    classes: classNames.length,
    labelSmoothing: config.labelSmoothing,
    classWeights: classWeights(config.classWeights, dataset.train),
  };
  const sizes = {
    train: batchSizes(dataset.train.size, config.batchSize),
    evaluate: dataset.validation ? batchSizes(dataset.validation.size, EVALUATION_BATCH_SIZE) : [],
  };
  const step = createTrainingStep(model, { ...config, loss }, sizes, options.compile ?? true, options.onLog);

  try {
    onStage?.('train');
    const fingerprint = createHash('sha256')
      .update(
        JSON.stringify([pipeline, config, architecture, dataset.train.contentHash, dataset.validation?.contentHash]),
      )
      .digest('hex');
    const started = performance.now();
    const trained = await trainModel({
      step,
      figure: TRAINING_FIGURE,
      train: dataset.train,
      ...(dataset.validation ? { validation: dataset.validation } : {}),
      preprocessor,
      config,
      seed: pipeline.seed,
      checkpoint: { file: directory.checkpoint, fingerprint, resume: options.resume ?? false },
      ...options,
    });
    const seconds = (performance.now() - started) / 1000;

    onStage?.('export');
    const metadata = {
      name: pipeline.name,
      classNames: JSON.stringify(classNames),
      preprocessor: JSON.stringify(preprocessor),
    };
    const plain = exportOnnx(model, family.output, metadata);
    const plainOnnx: OnnxInterface = {
      inputs: [{ name: ONNX_INPUT, dtype: 'float32', shape: [...exampleShape] }],
      outputs: [
        { name: ONNX_PROBABILITIES, dtype: 'float32', shape: [classNames.length], meaning: PROBABILITIES },
        { name: ONNX_EMBEDDING, dtype: 'float32', shape: [plain.embeddingSize], meaning: EMBEDDING },
      ],
    };
    const features = await OnnxSession.open(plain.bytes, plainOnnx);
    const unlikeness = await fitUnlikeness(runClassifier(features, plainOnnx), {
      train: dataset.train,
      validation: dataset.validation,
      preprocessor,
      signal,
    }).finally(() => features.close());
    if (!unlikeness)
      options.onLog?.('Too little is held out: pictures unlike the examples will not be recognised as such');
    const { bytes } = unlikeness ? exportOnnx(model, family.output, metadata, unlikeness.distance) : plain;
    const file = await directory.stageFile(ONNX_FILE, bytes);
    const onnx: OnnxInterface = unlikeness
      ? {
          ...plainOnnx,
          outputs: [...plainOnnx.outputs, { name: ONNX_DISTANCE, dtype: 'float32', shape: [], meaning: DISTANCE }],
        }
      : plainOnnx;
    const session = await OnnxSession.open(bytes, onnx);
    const run = runClassifier(session, onnx);
    const test = { dataset: dataset.test, preprocessor, batchSize: 64 };
    const batches = take(orderedBatches(test), PARITY_EXAMPLES / 64);
    const parity = await checkParity(model, family.output, run, batches, unlikeness?.distance);

    onStage?.('evaluate');
    let testUnlike = 0;
    const reference = new DriftReferenceBuilder(classNames);
    const { probabilities, evaluation } = await evaluateModel(run, dataset.test, preprocessor, {
      ...(signal ? { signal } : {}),
      onBatch: ({ size, pixels, answers }) => {
        // Drift features exist only for pictures.
        if (pixels) observePictures(reference, { size, pixels, ...answers }, classNames, exampleShape);
        if (unlikeness) testUnlike += answers.distances!.filter((distance) => distance > unlikeness.above).length;
      },
    });
    await session.close();

    onStage?.('publish');
    const manifest: ManifestOf<'image-classification'> = {
      formatVersion: 2,
      name: pipeline.name,
      createdAt: new Date().toISOString(),
      task: 'image-classification',
      architecture: { name: family.name, parameters: model.countParams(), config: architecture },
      preprocessing: preprocessor,
      reading: {
        classNames: [...classNames],
        unsureBelow: pipeline.unsureBelow,
        ...unlikeReading(unlikeness, testUnlike, dataset.test.size),
      },
      onnx: {
        ...file,
        opset: OPSET,
        ...onnx,
        parity,
      },
      sideFiles: [],
      training: {
        seed: pipeline.seed,
        engine: engineDescription(),
        seconds,
        network: {
          epochs: trained.curve.length,
          batchSize: config.batchSize,
          optimizer: config.optimizer.kind,
          imagesPerSecond: median(trained.curve.map((row) => row.imagesPerSecond)),
          curve: [...trained.curve],
          bestEpoch: trained.bestEpoch,
        },
        interruptions: [...(options.interruptions ?? [])],
      },
      dataset: {
        name: dataset.name,
        contentHash: dataset.train.contentHash,
        examples: { train: dataset.train.size, validation: dataset.validation?.size ?? 0, test: dataset.test.size },
        details: await stageDetails(directory, dataset),
        findings: dataset.findings ? countFindings(dataset.findings) : null,
      },
      evaluation,
      driftReference: dataset.test.dtype === 'uint8' ? reference.build() : null,
      provenance: {
        codeCommit: options.provenance?.codeCommit ?? null,
        jobId: options.provenance?.jobId ?? null,
        datasetVersionId: options.provenance?.datasetVersionId ?? null,
        testSetHash: dataset.test.contentHash,
      },
    };
    await directory.stageManifest(manifest);
    await directory.publish();
    const { resumedAfter } = trained;
    return { directory: directory.path, manifest, testProbabilities: probabilities, resumedAfter };
  } finally {
    step.dispose();
    model.dispose();
  }
}

/** Null if neither the files of the pictures nor their folder is known. */
async function stageDetails(
  directory: ModelDirectory,
  { train, validation, findings }: RunPipelineOptions['dataset'],
): Promise<ManifestOf<'image-classification'>['dataset']['details']> {
  const seen = packSeenPictures(validation ? [train, validation] : [train]);
  if (seen === null && !findings) return null;
  return directory.stageDetails(DETAILS_FILE, { formatVersion: 1, seen, findings: findings ?? null });
}

function fitToExamples(family: ModelFamily, model: LayersModel, train: Dataset, preprocessor: Preprocessor): void {
  if (!family.fit) return;
  const count = Math.max(1, Math.floor(MOST_FITTED_VALUES / sizeOfShape(train.exampleShape)));
  const { inputs, size } = spreadBatch({ dataset: train, preprocessor }, Math.min(count, MOST_FITTED_EXAMPLES));
  family.fit(model, { values: inputs, shape: [size, ...(train.exampleShape as [number, number, number])] });
}

function checkDatasets({ train, validation, test }: RunPipelineOptions['dataset']): void {
  for (const [name, part] of Object.entries({ training: train, validation, test })) {
    if (part && part.size === 0) {
      throw new LintelError('DATASET_EMPTY', {
        problem: `The ${name} split has no example.`,
        expected: 'at least one',
        received: '0',
        cure: 'Add pictures, or change the shares of the splits.',
      });
    }
    if (
      part &&
      (part.classNames.join('\n') !== train.classNames.join('\n') ||
        part.exampleShape.join() !== train.exampleShape.join())
    ) {
      throw new LintelError('DATASET_INVALID', {
        problem: `The ${name} split doesn't fit the training split.`,
        expected: `[${train.exampleShape.join(', ')}], classes ${train.classNames.join(', ')}`,
        received: `[${part.exampleShape.join(', ')}], classes ${part.classNames.join(', ')}`,
        cure: 'Give every split the same shape and the same classes.',
      });
    }
  }
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  for (const item of items) {
    if (count-- <= 0) return;
    yield item;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
