import { LintelError, RETRIEVAL_METRICS, type RetrievalMetric, type RetrievalReport } from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { VectorIndex } from '../../../retrieval/vector-index';

/** Vectors, and what each of them shows. */
export interface LabelledVectors {
  /** float32 [vectors, size] */
  readonly vectors: Float32Array;
  readonly size: number;
  /** Such as the class of each picture. */
  readonly labels: readonly string[];
  /** What several pictures belong to, such as one product or one shelf; null: the picture is on its own. */
  readonly groups?: readonly (string | null)[] | undefined;
}

export interface MeasureRetrievalOptions {
  /** The vectors that are searched. Default: the queries themselves. */
  readonly gallery?: LabelledVectors | undefined;
  /** Seed of the bootstrap. */
  readonly seed: number;
}

/** The metrics of each query that has a right picture to find. */
export interface AskedQueries {
  /** Position of each query. */
  readonly rows: readonly number[];
  readonly metrics: Readonly<Record<RetrievalMetric, readonly number[]>>;
}

const DEEPEST = 10;

/**
 * Measures search by cosine similarity (Manning, Raghavan and Schütze 2008, "Introduction to Information Retrieval",
 * chapter 8). Precision at k is the share of the k nearest that have the query's label; recall at k is 1 if one of them
 * has, as retrieval of products and places reports it; mAP at 10 is the mean average precision out of min(10, right
 * pictures).
 * @throws LintelError SHAPE_MISMATCH, DATASET_EMPTY (no query has a right picture to find)
 */
export function measureRetrieval(
  queries: LabelledVectors,
  { gallery, seed }: MeasureRetrievalOptions,
): Omit<RetrievalReport, 'protocol'> {
  const asked = askQueries(queries, gallery ?? queries, [...queries.labels.keys()]);
  return summariseQueries(asked, {
    queries: queries.labels.length,
    gallery: (gallery ?? queries).labels.length,
    groups: queries.groups,
    seed,
  });
}

/**
 * Asks some of the queries. A query never finds itself, if the gallery is the queries, nor a picture of its group.
 * @param rows the queries to ask
 */
export function askQueries(queries: LabelledVectors, gallery: LabelledVectors, rows: readonly number[]): AskedQueries {
  for (const each of [queries, gallery]) checkLengths(each, queries.size);
  const index = new VectorIndex(gallery.vectors, gallery.size);
  const isSelf = gallery === queries;
  const byLabel = new Map<string, number[]>();
  gallery.labels.forEach((label, row) => byLabel.set(label, [...(byLabel.get(label) ?? []), row]));
  const metrics = Object.fromEntries(RETRIEVAL_METRICS.map((key) => [key, [] as number[]])) as Record<
    RetrievalMetric,
    number[]
  >;
  const answered: number[] = [];
  for (const query of rows) {
    const label = queries.labels[query]!;
    const group = queries.groups?.[query] ?? null;
    const accepts = (row: number): boolean =>
      !(isSelf && row === query) && (group === null || gallery.groups?.[row] !== group);
    const right = (byLabel.get(label) ?? []).filter(accepts).length;
    if (right === 0) continue;
    answered.push(query);
    const vector = queries.vectors.subarray(query * queries.size, (query + 1) * queries.size);
    const hits = index.nearest(vector, { count: DEEPEST, accepts }).map(({ row }) => gallery.labels[row] === label);
    const correct = (rank: number): number => hits.slice(0, rank).filter(Boolean).length;
    metrics.precisionAt10.push(correct(10) / 10);
    metrics.recallAt1.push(Number(correct(1) > 0));
    metrics.recallAt5.push(Number(correct(5) > 0));
    metrics.recallAt10.push(Number(correct(10) > 0));
    metrics.mapAt10.push(averagePrecision(hits, Math.min(DEEPEST, right)));
  }
  return { rows: answered, metrics };
}

export interface SummariseOptions {
  /** Number of queries, and of vectors that were searched. */
  readonly queries: number;
  readonly gallery: number;
  /** The group of each query. */
  readonly groups: LabelledVectors['groups'];
  readonly seed: number;
}

/** @throws LintelError DATASET_EMPTY if no query was answered */
export function summariseQueries(
  { rows, metrics }: AskedQueries,
  { queries, gallery, groups, seed }: SummariseOptions,
): Omit<RetrievalReport, 'protocol'> {
  if (rows.length === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'No picture has another one with the same label to find.',
      expected: 'at least one label that occurs twice, in different groups if there are groups',
      received: `${queries} pictures, none of whose labels occurs again`,
      cure: 'Add pictures of the same kinds.',
    });
  }
  const ofAnswered = groups && rows.map((row) => groups[row]!);
  const estimate = (values: readonly number[]) => {
    const mean = (drawn: Int32Array): number => drawn.reduce((sum, at) => sum + values[at]!, 0) / drawn.length;
    return bootstrapInterval(values.length, mean, { seed, ...(ofAnswered ? { groups: ofAnswered } : {}) });
  };
  return {
    examples: rows.length,
    unanswerable: queries - rows.length,
    gallery,
    metrics: Object.fromEntries(
      RETRIEVAL_METRICS.map((key) => [key, estimate(metrics[key])]),
    ) as RetrievalReport['metrics'],
  };
}

/** Mean of the precision at each right one, out of `most`. */
function averagePrecision(hits: readonly boolean[], most: number): number {
  let correct = 0;
  let sum = 0;
  for (const [at, hit] of hits.entries()) if (hit) sum += ++correct / (at + 1);
  return sum / most;
}

function checkLengths({ vectors, labels, groups, size }: LabelledVectors, wanted: number): void {
  const lengths = [labels.length, groups?.length ?? labels.length];
  if (size === wanted && lengths.every((length) => vectors.length === length * size)) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: 'The vectors do not fit their labels.',
    expected: `${labels.length} vectors of ${wanted} values, and a group for each if there are groups`,
    received: `${vectors.length} values, ${size} each, and ${groups?.length ?? 'no'} groups`,
    cure: 'Pass one label and one group for each vector, and vectors of one size.',
  });
}
