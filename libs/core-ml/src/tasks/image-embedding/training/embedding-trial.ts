import { type EmbeddingRecipe, LintelError, type RetrievalProtocol, type RetrievalReport } from '@lintel/contracts';
import {
  type AskedQueries,
  askQueries,
  type LabelledVectors,
  measureRetrieval,
  summariseQueries,
} from './measure-retrieval';
import { crossValidation, type Fold } from '../../../tables/splits';
import { fitProjection } from './fit-projection';
import { MatrixProduct } from '../../../inference/matrix-product';
import { columnMeans, project, type Projection } from './projection';

/** What a projection does not learn from while it is measured, so that it is measured on what it does not know. */
export type HoldOut = NonNullable<RetrievalProtocol['unseen']>;

/** Pictures by the features of a backbone. */
export interface FeaturePictures {
  /** float32 [pictures, inputs] */
  readonly features: Float32Array;
  readonly inputs: number;
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  readonly groups?: readonly string[] | undefined;
}

export interface TrialOptions {
  readonly recipe: EmbeddingRecipe;
  readonly holdOut: HoldOut;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** @param share of the work, in [0, 1] */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** A recipe that was measured and fitted. */
export interface EmbeddingTrial {
  readonly recipe: EmbeddingRecipe;
  readonly projection: Projection;
  /** Passes over the pictures; 0 if nothing was trained. */
  readonly epochs: number;
  readonly report: RetrievalReport;
}

const FOLDS = 5;
const MOST_EPOCHS = 60;

/** Groups if there are any, else classes if there are enough of them, else single pictures. */
export function defaultHoldOut({ groups, classNames }: Pick<FeaturePictures, 'groups' | 'classNames'>): HoldOut {
  if (groups) return 'group';
  return classNames.length >= 2 * FOLDS ? 'class' : 'picture';
}

/**
 * Fits a recipe to all pictures and measures it. With queries, they search the pictures. Without, each picture searches
 * all others; a projection is then measured in cross-validation, each picture by one that was fitted without it and what
 * is held out with it.
 * @throws LintelError DATASET_EMPTY, DATASET_INVALID, CANCELLED
 */
export async function tryRecipe(
  pictures: FeaturePictures,
  queries: FeaturePictures | undefined,
  options: TrialOptions,
): Promise<EmbeddingTrial> {
  const { recipe, seed, holdOut } = options;
  if (recipe === 'frozen') {
    const { inputs, features } = pictures;
    const projection = { inputs, size: inputs, mean: columnMeans(features, inputs), weights: null };
    return { recipe, projection, epochs: 0, report: measureOn(projection, pictures, queries, { seed, unseen: null }) };
  }
  const { epochs, report } = await crossValidate(pictures, options);
  const { projection } = await fitProjection(pictures, { ...options, epochs, onEpoch: undefined });
  options.onProgress?.(1);
  if (!queries) return { recipe, projection, epochs, report: { ...report, protocol: protocolOf(pictures, holdOut) } };
  return { recipe, projection, epochs, report: measureOn(projection, pictures, queries, { seed, unseen: 'picture' }) };
}

const protocolOf = ({ groups }: FeaturePictures, unseen: RetrievalProtocol['unseen']): RetrievalProtocol => ({
  kind: 'each-other',
  without: groups ? 'group' : 'itself',
  unseen,
});

function measureOn(
  projection: Projection,
  pictures: FeaturePictures,
  queries: FeaturePictures | undefined,
  { seed, unseen }: { readonly seed: number; readonly unseen: RetrievalProtocol['unseen'] },
): RetrievalReport {
  const all = vectorsOf(projection, pictures);
  if (!queries) return { ...measureRetrieval(all, { seed }), protocol: protocolOf(pictures, unseen) };
  const report = measureRetrieval(vectorsOf(projection, queries), { gallery: all, seed });
  return { ...report, protocol: { ...protocolOf(queries, unseen), kind: 'gallery' } };
}

const vectorsOf = (
  projection: Projection,
  { features, labels, classNames, groups }: FeaturePictures,
): LabelledVectors => ({
  vectors: project(projection, features),
  size: projection.size,
  labels: Array.from(labels, (label) => classNames[label]!),
  groups,
});

/** The number of epochs is the one with the best mean average precision over all folds. */
async function crossValidate(
  pictures: FeaturePictures,
  { holdOut, seed, signal, onProgress }: TrialOptions,
): Promise<{ readonly epochs: number; readonly report: Omit<RetrievalReport, 'protocol'> }> {
  const { labels, groups } = pictures;
  const folds = foldsOf(pictures, holdOut, seed);
  /** For each fold the metrics of its pictures before the first epoch and after each one. */
  const asked: AskedQueries[][] = [];
  const product = await MatrixProduct.open({ transposes: false });
  const fast = async (projection: Projection): Promise<LabelledVectors> => {
    const { inputs, features, classNames } = pictures;
    const centred = features.map((value, index) => value - projection.mean[index % inputs]!);
    const shape = [projection.inputs, projection.size] as const;
    const vectors = await product.of(centred, [labels.length, inputs], projection.weights!, shape);
    return { vectors, size: projection.size, labels: Array.from(labels, (label) => classNames[label]!), groups };
  };
  for (const [at, { train, test }] of folds.entries()) {
    const curve: AskedQueries[] = [];
    asked.push(curve);
    await fitProjection(takePictures(pictures, train), {
      seed,
      epochs: MOST_EPOCHS,
      signal,
      async measure(projection) {
        const vectors = await fast(projection);
        curve.push(askQueries(vectors, vectors, [...test]));
        return mean(curve.at(-1)!.metrics.mapAt10);
      },
      onEpoch: (epoch) => onProgress?.((at + epoch / MOST_EPOCHS) / (folds.length + 1)),
    });
  }
  await product.close();
  const at = (epoch: number): AskedQueries[] => asked.map((curve) => curve[Math.min(epoch, curve.length - 1)]!);
  const longest = Math.max(...asked.map(({ length }) => length));
  let best = { epochs: 0, score: -1 };
  for (let epoch = 0; epoch < longest; epoch++) {
    const score = mean(at(epoch).flatMap(({ metrics }) => metrics.mapAt10));
    if (score > best.score) best = { epochs: epoch, score };
  }
  const report = summariseQueries(joinQueries(at(best.epochs)), {
    queries: folds.reduce((sum, { test }) => sum + test.length, 0),
    gallery: labels.length,
    groups,
    seed,
  });
  return { epochs: best.epochs, report };
}

/**
 * Folds that share no class, no group, or no picture.
 * @throws LintelError DATASET_INVALID if there is too little to train on
 */
export function foldsOf(
  { labels, groups, classNames }: Omit<FeaturePictures, 'features' | 'inputs'>,
  holdOut: HoldOut,
  seed: number,
): Fold[] {
  const counts = classNames.map((_, label) => labels.filter((each) => each === label).length);
  const repeated = counts.filter((count) => count > 1).length;
  const units = holdOut === 'class' ? new Set(labels).size : holdOut === 'group' ? new Set(groups).size : labels.length;
  // Each fold must leave two classes to tell apart.
  if (repeated < (holdOut === 'class' ? 3 : 2) || units < 3) {
    throw new LintelError('DATASET_INVALID', {
      problem: 'There is too little to train a projection on.',
      expected:
        holdOut === 'class' ? 'at least three classes of several pictures' : 'at least two classes of several pictures',
      received: `${labels.length} pictures of ${new Set(labels).size} classes, ${repeated} of which have several`,
      cure: 'Add pictures, or use the features as they are with the recipe "frozen".',
    });
  }
  const byClass = Array.from(labels, (label) => classNames[label]!);
  const kept =
    holdOut === 'class' ? { groups: byClass } : { labels, ...(holdOut === 'group' && groups ? { groups } : {}) };
  return crossValidation({ rows: labels.length, ...kept }, Math.min(FOLDS, units), seed);
}

function takePictures({ features, inputs, labels }: FeaturePictures, rows: Int32Array) {
  const taken = new Float32Array(rows.length * inputs);
  rows.forEach((row, at) => taken.set(features.subarray(row * inputs, (row + 1) * inputs), at * inputs));
  return { features: taken, inputs, labels: rows.map((row) => labels[row]!) };
}

function joinQueries(parts: readonly AskedQueries[]): AskedQueries {
  const keys = Object.keys(parts[0]!.metrics) as (keyof AskedQueries['metrics'])[];
  return {
    rows: parts.flatMap(({ rows }) => rows),
    metrics: Object.fromEntries(
      keys.map((key) => [key, parts.flatMap(({ metrics }) => metrics[key])]),
    ) as unknown as AskedQueries['metrics'],
  };
}

/** 0 of nothing. */
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
