import {
  type Dataset,
  type EmbeddingRecipe,
  LintelError,
  type ManifestOf,
  type RetrievalReport,
  sizeOfShape,
} from '@lintel/contracts';
import { type StoredBackbone } from '../../../backbones/backbone-store';
import { packSeenPictures } from '../../../evaluation/seen-pictures';
import { draftManifest, type JobProvenance } from '../../../export/draft-manifest';
import { ModelDirectory } from '../../../export/model-directory';
import { readOnnxParts } from '../../../export/onnx/onnx-parts';
import { largestDifference } from '../../../export/largest-difference';
import { judgeParity } from '../../../export/judge-parity';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { OnnxSession } from '../../../inference/onnx-session';
import { orderedBatches } from '../../../training/batches';
import { datasetPictures, PictureEmbedder } from '../../../transfer/embed-pictures';
import { type EmbeddingCache } from '../../../transfer/embedding-cache';
import { spread } from '../../../training/spread';
import { VECTOR } from '../served-image-embedding';
import { embeddingReference } from './embedding-reference';
import { EMBEDDING_OUTPUT, embeddingGraph } from './embedding-graph';
import { defaultHoldOut, type EmbeddingTrial, type FeaturePictures, type HoldOut, tryRecipe } from './embedding-trial';
import { project, type Projection } from './projection';

export type EmbeddingManifest = ManifestOf<'image-embedding'>;

export interface TrainEmbeddingRequest {
  readonly name: string;
  /** Where the pictures came from, for the manifest. */
  readonly source: string;
  readonly backbone: StoredBackbone;
  /** Pictures decoded by the backbone's preprocessor; their classes say which of them are alike. */
  readonly pictures: Dataset;
  /** Pictures that are not learned from: they search the others. Default: each picture searches all others. */
  readonly queries?: Dataset | undefined;
  /** Default: both are tried, and the better one is kept. */
  readonly recipe?: EmbeddingRecipe | undefined;
  /** What a projection is measured without. Default: groups, else classes if there are at least ten, else pictures. */
  readonly holdOut?: HoldOut | undefined;
  /** The model's folder; created completely or not at all. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly seed: number;
  readonly provenance?: JobProvenance | undefined;
  readonly cache?: EmbeddingCache | undefined;
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TrainedEmbedding {
  readonly directory: string;
  readonly manifest: EmbeddingManifest;
  /** The reports of all recipes that were tried, by recipe. */
  readonly tried: Readonly<Partial<Record<EmbeddingRecipe, RetrievalReport>>>;
  readonly picturesPerSecond: number;
}

const ONNX_FILE = 'model.onnx';
const DETAILS_FILE = 'dataset.json';
const PARITY_EXAMPLES = 256;

/**
 * Makes a model that turns pictures into vectors: the features of a frozen backbone (`frozen`), or a projection of them
 * that supervised contrast was trained for (`projection`). The graph is compared with the projection's own answers, and
 * refused if they differ.
 * @throws LintelError DATASET_INVALID, DATASET_EMPTY, OUTPUT_UNWRITABLE, PARITY_FAILED, CANCELLED; the model's folder is
 *   left unchanged
 */
export async function trainEmbedding(request: TrainEmbeddingRequest): Promise<TrainedEmbedding> {
  const { backbone, pictures, queries, recipe, signal, seed, onProgress } = request;
  checkPictures(request);
  const directory = new ModelDirectory(request.out);
  const release = await directory.lock();
  const embedder = await PictureEmbedder.open(backbone);
  try {
    await directory.prepare(request.overwrite ?? false);
    const started = performance.now();
    const total = pictures.size + (queries?.size ?? 0);
    const featuresOf = async (dataset: Dataset, before: number): Promise<FeaturePictures> => ({
      features: await embedder.embed(datasetPictures(dataset), {
        cache: request.cache,
        signal,
        onProgress: (done) => onProgress?.('Embedding', (before + done) / total),
      }),
      inputs: embedder.size,
      labels: dataset.labels,
      classNames: dataset.classNames,
      groups: dataset.groups,
    });
    const gallery = await featuresOf(pictures, 0);
    const asking = queries && (await featuresOf(queries, pictures.size));
    const picturesPerSecond = (1000 * total) / Math.max(1, performance.now() - started);
    const holdOut = request.holdOut ?? defaultHoldOut(gallery);
    const trials: EmbeddingTrial[] = [];
    const recipes: readonly EmbeddingRecipe[] = recipe === undefined ? ['frozen', 'projection'] : [recipe];
    for (const each of recipes) {
      const report = (share: number): void => onProgress?.(`Fitting ${each}`, share);
      try {
        trials.push(await tryRecipe(gallery, asking, { recipe: each, holdOut, seed, signal, onProgress: report }));
      } catch (error) {
        // With few pictures the features are used as they are.
        const isTooLittle = error instanceof LintelError && error.code === 'DATASET_INVALID';
        if (!isTooLittle || trials.length === 0) throw error;
      }
    }
    const best = trials.reduce((one, other) => (scoreOf(other) > scoreOf(one) ? other : one));
    const seconds = (performance.now() - started) / 1000;
    const manifest = await writeModel(directory, best, { gallery, queries: asking }, request, seconds);
    const tried = Object.fromEntries(trials.map((trial) => [trial.recipe, trial.report]));
    return { directory: directory.path, manifest, tried, picturesPerSecond };
  } finally {
    await embedder.close();
    await directory.discardWork();
    await release();
  }
}

const scoreOf = ({ report }: EmbeddingTrial): number => report.metrics.mapAt10.value;

async function writeModel(
  directory: ModelDirectory,
  { recipe, projection, epochs, report }: EmbeddingTrial,
  { gallery, queries: asking }: { readonly gallery: FeaturePictures; readonly queries: FeaturePictures | undefined },
  { name, source, backbone, pictures, queries, seed, provenance }: TrainEmbeddingRequest,
  seconds: number,
): Promise<EmbeddingManifest> {
  const { preprocessor, onnx: graph, ...about } = backbone.manifest;
  const bytes = embeddingGraph(backbone.onnx, backbone.manifest, projection, { name });
  const file = await directory.stageFile(ONNX_FILE, bytes);
  const { size } = projection;
  const exampleShape = [preprocessor.height, preprocessor.width, preprocessor.channels];
  const onnx = {
    inputs: [{ name: graph.input, dtype: 'float32' as const, shape: exampleShape }],
    outputs: [{ name: EMBEDDING_OUTPUT, dtype: 'float32' as const, shape: [size], meaning: VECTOR }],
  };
  const session = await OnnxSession.open(bytes, onnx);
  const parity = await checkEmbeddingParity(session, projection, {
    pictures,
    features: gallery.features,
    backbone,
  }).finally(() => session.close());
  const seen = packSeenPictures([pictures]);
  const draft = draftManifest({
    ...{ name, source, seed, engine: 'onnxruntime (cpu)', seconds, contentHash: pictures.contentHash, provenance },
    examples: { train: pictures.size, test: report.examples },
  });
  const manifest: EmbeddingManifest = {
    ...draft,
    task: 'image-embedding',
    architecture: {
      name: `${recipe}/${about.name}`,
      parameters: projection.mean.length + (projection.weights?.length ?? 0),
      config: { recipe, backbone: { name: about.name, sha256: graph.sha256, licence: about.licence }, epochs },
    },
    preprocessing: preprocessor,
    reading: { size, similarity: 'cosine' },
    onnx: { ...file, opset: readOnnxParts(backbone.onnx).opset, ...onnx, parity },
    sideFiles: [],
    dataset: {
      ...draft.dataset,
      fittedToAll: queries === undefined,
      details:
        seen === null ? null : await directory.stageDetails(DETAILS_FILE, { formatVersion: 1, seen, findings: null }),
    },
    evaluation: report,
    driftReference: embeddingReference(queries ?? pictures, (asking ?? gallery).features, projection),
    provenance: { ...draft.provenance, testSetHash: (queries ?? pictures).contentHash },
  };
  await directory.stageManifest(manifest);
  await directory.publish();
  return manifest;
}

/**
 * Compares the graph, from the pixels on, with the projection of the features.
 * @param features of all pictures
 * @throws LintelError PARITY_FAILED
 */
async function checkEmbeddingParity(
  session: OnnxSession,
  projection: Projection,
  {
    pictures,
    features,
    backbone,
  }: { readonly pictures: Dataset; readonly features: Float32Array; readonly backbone: StoredBackbone },
): Promise<EmbeddingManifest['onnx']['parity']> {
  const { preprocessor, onnx } = backbone.manifest;
  const { inputs: width } = projection;
  const rows = evenlySpaced(pictures.size, PARITY_EXAMPLES);
  let worst = 0;
  let start = 0;
  const some = spread(pictures, PARITY_EXAMPLES);
  for (const { inputs, size } of orderedBatches({ dataset: some, preprocessor, batchSize: 32 })) {
    const own = new Float32Array(size * width);
    for (let at = 0; at < size; at++) {
      const row = rows[start + at]!;
      own.set(features.subarray(row * width, (row + 1) * width), at * width);
    }
    const expected = project(projection, own);
    const received = (await session.run({ [onnx.input]: inputs }, size))[EMBEDDING_OUTPUT] as Float32Array;
    worst = Math.max(worst, largestDifference(expected, received));
    start += size;
  }
  return judgeParity(worst, start, {
    problem: 'The exported graph gives other vectors than the fitted projection, so it was discarded.',
    examples: 'pictures',
    cure: 'If all pictures look alike, add others; else report the backbone: its graph changes when it is joined.',
  });
}

function checkPictures({ backbone, pictures, queries, holdOut }: TrainEmbeddingRequest): void {
  const { height, width, channels } = backbone.manifest.preprocessor;
  const shape = [height, width, channels];
  for (const part of queries ? [pictures, queries] : [pictures]) {
    if (part.dtype === 'uint8' && part.exampleShape.join() === shape.join()) continue;
    throw invalid(
      'The pictures do not fit the backbone.',
      `uint8 [${shape.join(', ')}], ${sizeOfShape(shape)} values each`,
      `${part.dtype} [${part.exampleShape.join(', ')}]`,
    );
  }
  if (holdOut === 'group' && !pictures.groups) {
    throw invalid('The pictures have no groups to hold out.', 'a group for each picture', 'no groups');
  }
  const classes = new Set(pictures.labels).size;
  if (classes >= 2) return;
  throw invalid('A search needs pictures of at least two classes to be measured.', 'two classes or more', `${classes}`);
}

const invalid = (problem: string, expected: string, received: string): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem,
    expected,
    received,
    cure: 'Pass pictures in one folder for each class, decoded for the backbone.',
  });
