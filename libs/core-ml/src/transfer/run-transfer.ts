import {
  countFindings,
  type Dataset,
  LintelError,
  type ManifestOf,
  type ModelManifest,
  type ShareInterval,
} from '@lintel/contracts';
import { type BackboneManifest } from '../backbones/backbone-manifest';
import { type StoredBackbone } from '../backbones/backbone-store';
import { DriftReferenceBuilder } from '../drift/reference';
import { accuracyInterval } from '../evaluation/accuracy-interval';
import { observePictures } from '../tasks/image-classification/training/observe-pictures';
import { evaluateModel } from '../tasks/image-classification/training/evaluate-on-dataset';
import { packSeenPictures } from '../evaluation/seen-pictures';
import { ModelDirectory } from '../export/model-directory';
import { readOnnxParts } from '../export/onnx/onnx-parts';
import { throwIfCancelled } from '../inference/cancellation';
import { type OnnxInterface, OnnxSession } from '../inference/onnx-session';
import { indexOfLargest } from '../numbers/index-of-largest';
import { DISTANCE, EMBEDDING, HEAT, PROBABILITIES, runClassifier } from '../tasks/image-classification/class-outputs';
import { distancesOf } from '../unlikeness/class-distance';
import { fitUnlikenessOn, spread, UNLIKE_QUANTILE } from '../unlikeness/fit-unlikeness';
import { checkHeat } from './check-heat';
import { datasetPictures, PictureEmbedder } from './embed-pictures';
import { type EmbeddingCache } from './embedding-cache';
import { type FittedLogistic, fitLogistic, predictLogistic } from './fit-logistic';
import { type FeatureExamples } from './logistic-objective';
import { transferGraph, TRANSFER_OUTPUTS } from './transfer-graph';
import { checkTransferParity } from './transfer-parity';

export interface RunTransferOptions {
  readonly name: string;
  readonly backbone: StoredBackbone;
  /** Pictures decoded by the backbone's preprocessor. */
  readonly dataset: {
    readonly name: string;
    readonly train: Dataset;
    readonly validation?: Dataset;
    readonly test: Dataset;
    readonly findings?: Parameters<typeof countFindings>[0];
  };
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean;
  readonly unsureBelow: number;
  readonly seed: number;
  readonly cache?: EmbeddingCache | undefined;
  readonly onProgress?: (stage: 'embed' | 'fit', share: number) => void;
  readonly onLog?: (line: string) => void;
  readonly provenance?: Partial<Omit<NonNullable<ModelManifest['provenance']>, 'testSetHash'>>;
  readonly signal?: AbortSignal | undefined;
}

export interface TransferResult {
  readonly directory: string;
  readonly manifest: ManifestOf<'image-classification'>;
  /** Accuracy of layers that were fitted without the example, in cross-validation over the training pictures. */
  readonly crossValidatedAccuracy: number;
  readonly crossValidatedInterval: ShareInterval;
  readonly picturesPerSecond: number;
  readonly l2: number;
  readonly temperature: number;
}

const ONNX_FILE = 'model.onnx';
const DETAILS_FILE = 'dataset.json';
const PARITY_EXAMPLES = 256;
const HEAT_EXAMPLES = 8;

/**
 * Transfer: embeds the pictures with a frozen backbone, fits one logistic layer, and publishes both as one ONNX graph.
 * The layer is fitted on the training and the validation split, because cross-validation chooses its penalty and its
 * temperature; the validation split also sets the limit above which a picture counts as unlike the examples.
 * @throws LintelError of every stage; the model's folder is left unchanged
 */
export async function runTransfer(options: RunTransferOptions): Promise<TransferResult> {
  const { dataset, backbone, seed, signal, onProgress } = options;
  const { train, validation, test } = dataset;
  checkDatasets(options);
  const directory = new ModelDirectory(options.out);
  await directory.prepare(options.overwrite ?? false);
  const started = performance.now();
  const embedder = await PictureEmbedder.open(backbone);
  try {
    const parts = [train, ...(validation ? [validation] : []), spread(test, PARITY_EXAMPLES)];
    const [trained, ...others] = await embedAll(embedder, parts, options);
    const held = validation ? others[0] : undefined;
    const tested = others.at(-1)!;
    const embedded = (performance.now() - started) / 1000;
    const examples = join([trained!, ...(held ? [held] : [])], train.classNames.length, embedder.size);
    const fitted = await fitLogistic(examples, {
      seed,
      signal,
      ...(onProgress ? { onProgress: (share: number) => onProgress('fit', share) } : {}),
    });
    const unlikeness = held && fitUnlikenessOn(trained!, held, train.classNames.length);
    if (!unlikeness)
      options.onLog?.('Too little is held out: pictures unlike the examples will not be recognised as such');
    throwIfCancelled(signal);
    const seconds = (performance.now() - started) / 1000;

    const bytes = transferGraph(backbone.onnx, backbone.manifest, fitted.layer, {
      distance: unlikeness?.distance,
      metadata: { name: options.name, classNames: JSON.stringify(train.classNames) },
    });
    const file = await directory.stageFile(ONNX_FILE, bytes);
    const { preprocessor, onnx: graph } = backbone.manifest;
    const exampleShape = [preprocessor.height, preprocessor.width, preprocessor.channels];
    const classes = train.classNames.length;
    const onnx: OnnxInterface = {
      inputs: [{ name: graph.input, dtype: 'float32', shape: exampleShape }],
      outputs: [
        { name: TRANSFER_OUTPUTS.probabilities, dtype: 'float32', shape: [classes], meaning: PROBABILITIES },
        { name: graph.features.name, dtype: 'float32', shape: [graph.features.size], meaning: EMBEDDING },
        ...(unlikeness
          ? [{ name: TRANSFER_OUTPUTS.distance, dtype: 'float32' as const, shape: [], meaning: DISTANCE }]
          : []),
        ...heatOutput(graph, classes),
      ],
    };
    const session = await OnnxSession.open(bytes, onnx);
    const expected = {
      probabilities: predictLogistic(fitted.layer, tested.features),
      embeddings: tested.features,
      ...(unlikeness ? { distances: distancesOf(unlikeness.distance, tested.features) } : {}),
    };
    if (graph.map) await checkHeat(session, onnx, { dataset: spread(test, HEAT_EXAMPLES), preprocessor }, fitted.layer);
    const reference = new DriftReferenceBuilder(train.classNames);
    let testUnlike = 0;
    const run = runClassifier(session, onnx);
    const parity = await checkTransferParity(run, { dataset: spread(test, PARITY_EXAMPLES), preprocessor }, expected);
    const { evaluation } = await evaluateModel(run, test, preprocessor, {
      ...(signal ? { signal } : {}),
      onBatch: ({ size, pixels, answers }) => {
        if (pixels) observePictures(reference, { size, pixels, ...answers }, train.classNames, exampleShape);
        if (unlikeness) testUnlike += answers.distances!.filter((each) => each > unlikeness.above).length;
      },
    }).finally(() => session.close());

    const manifest: ManifestOf<'image-classification'> = {
      formatVersion: 2,
      name: options.name,
      createdAt: new Date().toISOString(),
      task: 'image-classification',
      architecture: {
        name: `transfer/${backbone.manifest.name}`,
        parameters: fitted.layer.coefficients.length + fitted.layer.intercepts.length,
        config: {
          backbone: { name: backbone.manifest.name, sha256: graph.sha256, licence: backbone.manifest.licence },
          l2: fitted.l2,
          temperature: fitted.temperature,
        },
      },
      preprocessing: preprocessor,
      reading: {
        classNames: [...train.classNames],
        unsureBelow: options.unsureBelow,
        ...(unlikeness
          ? {
              unlikeExamples: {
                above: unlikeness.above,
                quantile: UNLIKE_QUANTILE,
                heldOut: unlikeness.heldOut,
                testShare: testUnlike / test.size,
                testShareInterval: accuracyInterval(testUnlike, test.size),
              },
            }
          : {}),
      },
      onnx: { ...file, opset: readOnnxParts(backbone.onnx).opset, ...onnx, parity },
      sideFiles: [],
      training: { seed, engine: 'onnxruntime (cpu)', seconds, network: null, interruptions: [] },
      dataset: {
        name: dataset.name,
        contentHash: train.contentHash,
        examples: { train: train.size, validation: validation?.size ?? 0, test: test.size },
        details: await stageDetails(directory, dataset),
        findings: dataset.findings ? countFindings(dataset.findings) : null,
      },
      evaluation,
      driftReference: reference.build(),
      provenance: {
        codeCommit: options.provenance?.codeCommit ?? null,
        jobId: options.provenance?.jobId ?? null,
        datasetVersionId: options.provenance?.datasetVersionId ?? null,
        testSetHash: test.contentHash,
      },
    };
    await directory.stageManifest(manifest);
    await directory.publish();
    const { l2, temperature } = fitted;
    const picturesPerSecond = parts.reduce((sum, { size }) => sum + size, 0) / Math.max(embedded, 1e-3);
    return {
      directory: directory.path,
      manifest,
      ...crossValidated(fitted, examples),
      picturesPerSecond,
      l2,
      temperature,
    };
  } finally {
    await embedder.close();
  }
}

function heatOutput({ map }: BackboneManifest['onnx'], classes: number): OnnxInterface['outputs'] {
  if (!map) return [];
  const shape = [classes, map.height, map.width];
  return [{ name: TRANSFER_OUTPUTS.heat, dtype: 'float32', shape, meaning: HEAT, onRequest: true }];
}

/** An embedded split. */
interface EmbeddedSplit {
  readonly features: Float32Array;
  readonly labels: Int32Array;
}

async function embedAll(
  embedder: PictureEmbedder,
  parts: readonly Dataset[],
  { cache, signal, onProgress }: RunTransferOptions,
): Promise<EmbeddedSplit[]> {
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const embedded: EmbeddedSplit[] = [];
  let before = 0;
  for (const part of parts) {
    const start = before;
    const features = await embedder.embed(datasetPictures(part), {
      cache,
      signal,
      onProgress: (done) => onProgress?.('embed', (start + done) / total),
    });
    embedded.push({ features, labels: part.labels });
    before += part.size;
  }
  return embedded;
}

function join(parts: readonly EmbeddedSplit[], classes: number, size: number): FeatureExamples {
  const features = new Float32Array(parts.reduce((sum, part) => sum + part.features.length, 0));
  parts.reduce((at, part) => (features.set(part.features, at), at + part.features.length), 0);
  return { features, size, labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])), classes };
}

function crossValidated(
  { heldOutProbabilities }: FittedLogistic,
  { labels, classes }: FeatureExamples,
): Pick<TransferResult, 'crossValidatedAccuracy' | 'crossValidatedInterval'> {
  let correct = 0;
  for (const [row, label] of labels.entries()) {
    if (indexOfLargest(heldOutProbabilities, row * classes, classes) === label) correct++;
  }
  return {
    crossValidatedAccuracy: correct / labels.length,
    crossValidatedInterval: accuracyInterval(correct, labels.length),
  };
}

/** Null if neither the files of the pictures nor their folder is known. */
async function stageDetails(
  directory: ModelDirectory,
  { train, validation, findings }: RunTransferOptions['dataset'],
): Promise<ModelManifest['dataset']['details']> {
  const seen = packSeenPictures(validation ? [train, validation] : [train]);
  if (seen === null && !findings) return null;
  return directory.stageDetails(DETAILS_FILE, { formatVersion: 1, seen, findings: findings ?? null });
}

function checkDatasets({ backbone, dataset: { train, validation, test } }: RunTransferOptions): void {
  const { height, width, channels } = backbone.manifest.preprocessor;
  const shape = [height, width, channels].join(', ');
  for (const [name, part] of Object.entries({ training: train, validation, test })) {
    if (!part) continue;
    if (part.size === 0) {
      throw invalid('DATASET_EMPTY', `The ${name} split has no example.`, 'at least one', '0');
    }
    if (part.exampleShape.join(', ') !== shape || part.dtype !== 'uint8') {
      const received = `${part.dtype} [${part.exampleShape.join(', ')}]`;
      throw invalid('DATASET_INVALID', `The ${name} split does not fit the backbone.`, `uint8 [${shape}]`, received);
    }
  }
  if (new Set(train.labels).size < 2) {
    throw invalid('DATASET_INVALID', 'The training split has only one class.', 'at least two classes', '1');
  }
}

function invalid(
  code: 'DATASET_EMPTY' | 'DATASET_INVALID',
  problem: string,
  expected: string,
  received: string,
): LintelError {
  const cure = 'Add pictures, or change the shares of the splits.';
  return new LintelError(code, { problem, expected, received, cure });
}
