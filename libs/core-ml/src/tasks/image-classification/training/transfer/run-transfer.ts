import { type Dataset, LintelError, type ManifestOf, type ShareInterval } from '@lintel/contracts';
import { groupedAccuracyInterval } from '../../../../evaluation/grouped-accuracy-interval';
import { ModelDirectory } from '../../../../export/model-directory';
import { throwIfCancelled } from '../../../../inference/cancellation';
import { indexOfLargest } from '../../../../numbers/index-of-largest';
import { fitUnlikenessOn } from '../fit-unlikeness';
import { datasetPictures, PictureEmbedder } from '../../../../transfer/embed-pictures';
import { type FittedLogistic, fitLogistic, predictLogistic } from '../../../../transfer/fit-logistic';
import { type FeatureExamples } from '../../../../transfer/logistic-objective';
import { parityExamples, publishTransfer } from './publish-transfer';
import { type RunTransferOptions } from './transfer-options';

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

/**
 * Transfer: embeds the pictures with a frozen backbone, fits one logistic layer, and publishes both as one ONNX graph.
 * The layer is fitted on the training and the validation split, because cross-validation chooses its penalty and its
 * temperature; the validation split also sets the limit above which a picture counts as unlike the examples.
 * @throws LintelError of every stage; the model's folder is left unchanged
 */
export async function runTransfer(options: RunTransferOptions): Promise<TransferResult> {
  const { dataset, backbone, seed, signal, onProgress } = options;
  const { train, validation } = dataset;
  checkTransferDatasets(options);
  const directory = new ModelDirectory(options.out);
  await directory.prepare(options.overwrite ?? false);
  const started = performance.now();
  const embedder = await PictureEmbedder.open(backbone);
  try {
    const parts = [train, ...(validation ? [validation] : []), parityExamples(dataset)];
    const [trained, ...others] = await embedAll(embedder, parts, options);
    const held = validation ? others[0] : undefined;
    const tested = others.at(-1)!;
    const embedded = (performance.now() - started) / 1000;
    const examples = join([trained!, ...(held ? [held] : [])], train.classNames.length, embedder.size);
    const groups = groupsOf([train, ...(validation ? [validation] : [])]);
    const fitted = await fitLogistic(examples, {
      seed,
      groups,
      signal,
      ...(onProgress ? { onProgress: (share: number) => onProgress('fit', share) } : {}),
    });
    const unlikeness = held && fitUnlikenessOn(trained!, held, train.classNames.length);
    if (!unlikeness)
      options.onLog?.('Too little is held out: pictures unlike the examples will not be recognised as such');
    throwIfCancelled(signal);
    const seconds = (performance.now() - started) / 1000;

    const { manifest: source } = backbone;
    const manifest = await publishTransfer(
      directory,
      {
        backbone,
        layer: fitted.layer,
        unlikeness,
        expected: { probabilities: predictLogistic(fitted.layer, tested.features), embeddings: tested.features },
        architecture: {
          name: `transfer/${source.name}`,
          parameters: fitted.layer.coefficients.length + fitted.layer.intercepts.length,
          config: {
            backbone: { name: source.name, sha256: source.onnx.sha256, licence: source.licence },
            l2: fitted.l2,
            temperature: fitted.temperature,
            ...options.config,
          },
        },
        training: { seed, engine: 'onnxruntime (cpu)', seconds, network: null, interruptions: [] },
      },
      options,
    );
    const { l2, temperature } = fitted;
    const picturesPerSecond = parts.reduce((sum, { size }) => sum + size, 0) / Math.max(embedded, 1e-3);
    return {
      directory: directory.path,
      manifest,
      ...crossValidated(fitted, examples, groups),
      picturesPerSecond,
      l2,
      temperature,
    };
  } finally {
    await embedder.close();
  }
}

/** An embedded split. */
export interface EmbeddedSplit {
  readonly features: Float32Array;
  readonly labels: Int32Array;
}

/** Embeds splits, in order. */
export async function embedAll(
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

/** Undefined unless every part has groups. */
export function groupsOf(parts: readonly Dataset[]): readonly string[] | undefined {
  return parts.every(({ groups }) => groups !== undefined) ? parts.flatMap(({ groups }) => groups ?? []) : undefined;
}

function crossValidated(
  { heldOutProbabilities }: FittedLogistic,
  { labels, classes }: FeatureExamples,
  groups: readonly string[] | undefined,
): Pick<TransferResult, 'crossValidatedAccuracy' | 'crossValidatedInterval'> {
  const right = Uint8Array.from(labels, (label, row) =>
    indexOfLargest(heldOutProbabilities, row * classes, classes) === label ? 1 : 0,
  );
  return {
    crossValidatedAccuracy: right.reduce((sum, each) => sum + each, 0) / right.length,
    crossValidatedInterval: groupedAccuracyInterval(right, groups),
  };
}

/**
 * @throws LintelError DATASET_EMPTY, DATASET_INVALID (another shape than the backbone's, or one class)
 */
export function checkTransferDatasets(options: Pick<RunTransferOptions, 'backbone' | 'dataset'>): void {
  checkTransferParts(options);
  if (new Set(options.dataset.train.labels).size < 2) {
    throw invalid('DATASET_INVALID', 'The training split has only one class.', 'at least two classes', '1');
  }
}

/**
 * @throws LintelError DATASET_EMPTY, DATASET_INVALID (another shape than the backbone's)
 */
export function checkTransferParts({
  backbone,
  dataset: { train, validation, test },
}: Pick<RunTransferOptions, 'backbone' | 'dataset'>): void {
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
