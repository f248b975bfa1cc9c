import {
  type Dataset,
  type EvaluationReport,
  LintelError,
  type ManifestOf,
  type ModelManifest,
} from '@lintel/contracts';
import { evaluateClassification } from '../evaluate-classification';
import { answerDataset } from '../evaluate-on-dataset';
import { ModelDirectory } from '../../../../export/model-directory';
import { readOnnxParts } from '../../../../export/onnx/onnx-parts';
import { throwIfCancelled } from '../../../../inference/cancellation';
import { type OnnxInterface, OnnxSession } from '../../../../inference/onnx-session';
import { EMBEDDING, PROBABILITIES, runClassifier } from '../../class-outputs';
import { datasetPictures, PictureEmbedder } from '../../../../transfer/embed-pictures';
import { fitOverPrior, type FittedOverPrior, predictOverPrior } from '../../../../transfer/fit-over-prior';
import { narrowClassification } from './narrow-classification';
import { type PretrainedClass, type PretrainedClassifier, priorOf } from '../../../../transfer/pretrained-classifier';
import { pretrainedGraph, PRETRAINED_PROBABILITIES } from '../../../../transfer/pretrained-graph';
import { samplePictures } from '../../../../transfer/sample-pictures';
import { checkTransferParity } from '../../../../transfer/transfer-parity';

export interface RunPretrainedOptions {
  readonly name: string;
  readonly classifier: PretrainedClassifier;
  readonly classes: readonly PretrainedClass[];
  /**
   * Labelled pictures, decoded by the backbone's preprocessor, whose class names are those of `classes` and, after them,
   * added ones. Null: the model is only what the pretrained classifier knows.
   */
  readonly pictures: { readonly train: Dataset; readonly test: Dataset } | null;
  /** Name and content hash of the data, for the manifest. */
  readonly dataset: { readonly name: string; readonly contentHash: string };
  /** The model's folder; created completely or not at all. A model that is there is replaced. */
  readonly out: string;
  readonly unsureBelow: number;
  readonly seed: number;
  readonly onProgress?: (stage: 'embed' | 'fit' | 'evaluate', share: number) => void;
  readonly provenance: Omit<NonNullable<ModelManifest['provenance']>, 'testSetHash'>;
  readonly signal?: AbortSignal | undefined;
}

export interface PretrainedResult {
  readonly directory: string;
  readonly manifest: ManifestOf<'image-classification'>;
}

const ONNX_FILE = 'model.onnx';
const PARITY_SAMPLES = 16;

/**
 * Makes a model of a pretrained classifier that is restricted to some of its classes, and of what labelled pictures add
 * to it. The graph is compared with the fitted layer, or without pictures with the whole pretrained classifier, on
 * pictures that it has not seen.
 * @throws LintelError DATASET_INVALID, MODEL_INVALID, PARITY_FAILED, CANCELLED; the model's folder is left unchanged
 */
export async function runPretrained(options: RunPretrainedOptions): Promise<PretrainedResult> {
  const { classifier, classes, pictures, signal, onProgress, seed } = options;
  const { manifest: backbone, onnx: graph } = classifier.backbone;
  const directory = new ModelDirectory(options.out);
  await directory.prepare(true);
  const started = performance.now();
  const embedder = await PictureEmbedder.open(classifier.backbone);
  try {
    const classNames = pictures?.train.classNames ?? classes.map(({ name }) => name);
    const added = classNames.length - classes.length;
    const fitted = pictures && (await fit(pictures.train, embedder, added, options));
    throwIfCancelled(signal);
    const seconds = (performance.now() - started) / 1000;
    const bytes = pretrainedGraph(classifier, classes, fitted?.model ?? null, {
      name: options.name,
      classNames: JSON.stringify(classNames),
    });
    const file = await directory.stageFile(ONNX_FILE, bytes);
    const { preprocessor } = backbone;
    const shape = [preprocessor.height, preprocessor.width, preprocessor.channels];
    const onnx: OnnxInterface = {
      inputs: [{ name: backbone.onnx.input, dtype: 'float32', shape }],
      outputs: [
        {
          name: PRETRAINED_PROBABILITIES,
          dtype: 'float32',
          shape: [classNames.length],
          meaning: PROBABILITIES,
        },
        { name: backbone.onnx.features.name, dtype: 'float32', shape: [embedder.size], meaning: EMBEDDING },
      ],
    };
    const session = await OnnxSession.open(bytes, onnx);
    try {
      const run = runClassifier(session, onnx);
      onProgress?.('evaluate', 0);
      const samples = sampleDataset(shape, classNames, seed);
      const features = await embedder.embed(datasetPictures(samples), { signal });
      const prior = priorOf(classifier, classes, features);
      const parity = await checkTransferParity(
        run,
        { dataset: samples, preprocessor },
        {
          probabilities: fitted ? predictOverPrior(fitted.model, features, prior) : withoutRest(prior, classes.length),
          embeddings: features,
        },
      );
      const test = pictures?.test;
      let evaluation: EvaluationReport | null = null;
      if (test && test.size > 0) {
        const answers = await answerDataset(run, test, preprocessor, { classNames, ...(signal ? { signal } : {}) });
        evaluation = evaluateClassification(narrowClassification({ ...answers, labels: test.labels }));
      }
      const manifest: ManifestOf<'image-classification'> = {
        formatVersion: 2,
        name: options.name,
        createdAt: new Date().toISOString(),
        task: 'image-classification',
        architecture: {
          name: `pretrained/${backbone.name}`,
          parameters: fitted
            ? fitted.model.layer.coefficients.length + fitted.model.layer.intercepts.length
            : classifier.dense.length + classifier.bias.length,
          config: {
            backbone: { name: backbone.name, sha256: backbone.onnx.sha256, licence: backbone.licence },
            ...(fitted
              ? {
                  learned: fitted.model.labelled.map((label) => classNames[label]!),
                  l2: fitted.l2,
                  temperature: fitted.model.temperature,
                }
              : {}),
          },
        },
        preprocessing: preprocessor,
        reading: { classNames: [...classNames], unsureBelow: options.unsureBelow },
        onnx: { ...file, opset: readOnnxParts(graph).opset, ...onnx, parity },
        sideFiles: [],
        training: {
          seed,
          engine: fitted ? 'onnxruntime (cpu)' : `none: the published weights of ${backbone.source}`,
          seconds,
          network: null,
          interruptions: [],
        },
        dataset: {
          ...options.dataset,
          examples: { train: pictures?.train.size ?? 0, validation: 0, test: test?.size ?? 0 },
          details: null,
          findings: null,
        },
        evaluation,
        // Few pictures have no distribution that later ones could be compared with.
        driftReference: null,
        provenance: { ...options.provenance, testSetHash: test?.contentHash ?? options.dataset.contentHash },
      };
      await directory.stageManifest(manifest);
      await directory.publish();
      return { directory: directory.path, manifest };
    } finally {
      await session.close();
    }
  } finally {
    await embedder.close();
    await directory.discardWork();
  }
}

async function fit(
  train: Dataset,
  embedder: PictureEmbedder,
  added: number,
  { classifier, classes, seed, signal, onProgress }: RunPretrainedOptions,
): Promise<FittedOverPrior> {
  if (classes.some(({ name }, at) => train.classNames[at] !== name)) throw otherClasses(train.classNames);
  const features = await embedder.embed(datasetPictures(train), {
    signal,
    onProgress: (done, total) => onProgress?.('embed', done / total),
  });
  return fitOverPrior(
    classifier,
    classes,
    { features, labels: train.labels, added },
    { seed, signal, onProgress: (share) => onProgress?.('fit', share) },
  );
}

function sampleDataset(shape: readonly number[], classNames: readonly string[], seed: number): Dataset {
  const [side = 0] = shape;
  const pixels = samplePictures(PARITY_SAMPLES, side, seed);
  const length = pixels.length / PARITY_SAMPLES;
  return {
    size: PARITY_SAMPLES,
    exampleShape: [...shape],
    dtype: 'uint8',
    classNames: [...classNames],
    labels: new Int32Array(PARITY_SAMPLES),
    contentHash: '',
    read: (indices, target) => {
      Array.from(indices).forEach((index, at) => {
        target.set(pixels.subarray(index * length, (index + 1) * length), at * length);
      });
    },
    close: () => undefined,
  };
}

/** Without the last column of `priorOf`. */
const withoutRest = (prior: Float64Array, known: number): Float32Array =>
  Float32Array.from(prior.filter((_, at) => at % (known + 1) < known));

const otherClasses = (received: readonly string[]): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'The classes of the labelled pictures do not begin with those of the pretrained classifier.',
    expected: 'the classes of the pretrained classifier, followed by added ones',
    received: `${received.slice(0, 3).join(', ')}, …`,
    cure: 'Assemble the dataset again.',
  });
