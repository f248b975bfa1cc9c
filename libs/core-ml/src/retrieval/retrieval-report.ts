import { LintelError } from '@lintel/contracts';

/** Vectors that are asked, and what counts as a right neighbour of each. */
export interface RetrievalQuestions {
  /** float32 [vectors, size] */
  readonly vectors: Float32Array;
  readonly size: number;
  /** What each vector shows, such as its class. */
  readonly labels: readonly string[];
}

export interface RetrievalOptions {
  /** Whom to ask. Default: the questions themselves, each without itself. */
  readonly memory?: RetrievalQuestions;
  /** Ranks at which to measure. Default: 1, 5 and 10. */
  readonly ranks?: readonly number[];
}

/** A mean over the questions with its 95 % interval (normal approximation of the mean). */
export interface RetrievalMean {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Means over the questions that have at least one right neighbour; figures by rank. */
export interface RetrievalReport {
  readonly questions: number;
  /** Questions that have no right neighbour in the memory, and are left out. */
  readonly unanswerable: number;
  /** Share of the k nearest that are right. */
  readonly precisionAt: Readonly<Record<number, RetrievalMean>>;
  /** Share of the questions with a right one among the k nearest, as retrieval of products and places reports it. */
  readonly recallAt: Readonly<Record<number, RetrievalMean>>;
  /** Mean average precision over the k nearest, out of min(k, right ones): Manning et al. 2008, section 8.4. */
  readonly mapAt: Readonly<Record<number, RetrievalMean>>;
}

const Z = 1.959963984540054;

/**
 * Measures search by cosine similarity (Manning, Raghavan and Schütze 2008, "Introduction to Information Retrieval",
 * chapter 8). Equal similarities are ranked by position. Exact: compares every question with the whole memory.
 * @throws LintelError SHAPE_MISMATCH, DATASET_EMPTY (no question has a right neighbour)
 */
export function retrievalReport(questions: RetrievalQuestions, options: RetrievalOptions = {}): RetrievalReport {
  const { memory = questions, ranks = [1, 5, 10] } = options;
  for (const each of [questions, memory]) {
    if (each.vectors.length !== each.labels.length * each.size || each.size !== questions.size) {
      throw new LintelError('SHAPE_MISMATCH', {
        problem: 'The vectors do not fit their labels.',
        expected: `${each.labels.length} vectors of ${questions.size} values`,
        received: `${each.vectors.length} values, ${each.size} each`,
        cure: 'Pass one label for each vector, and vectors of one size.',
      });
    }
  }
  const asked = unitRows(questions);
  const stored = memory === questions ? asked : unitRows(memory);
  const counts = new Map<string, number>();
  for (const label of memory.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const deepest = Math.max(...ranks);
  const figures = ranks.map(() => ({ precision: [] as number[], recall: [] as number[], average: [] as number[] }));
  for (const [question, label] of questions.labels.entries()) {
    const isSelf = memory === questions;
    const right = (counts.get(label) ?? 0) - (isSelf ? 1 : 0);
    if (right === 0) continue;
    const nearest = nearestRows(asked, question, stored, questions.size, deepest, isSelf ? question : -1);
    const hits = nearest.map((row) => memory.labels[row] === label);
    for (const [at, rank] of ranks.entries()) {
      const found = hits.slice(0, rank);
      const correct = found.filter(Boolean).length;
      figures[at]!.precision.push(correct / rank);
      figures[at]!.recall.push(correct > 0 ? 1 : 0);
      figures[at]!.average.push(averagePrecision(found, Math.min(rank, right)));
    }
  }
  const answered = figures[0]!.precision.length;
  if (answered === 0) {
    throw new LintelError('DATASET_EMPTY', {
      problem: 'No question has a right neighbour.',
      expected: 'at least one label that occurs twice',
      received: `${questions.labels.length} questions, none of whose labels occurs again`,
      cure: 'Add pictures of the same kinds.',
    });
  }
  const byRank = (pick: (figure: (typeof figures)[number]) => readonly number[]): Record<number, RetrievalMean> =>
    Object.fromEntries(ranks.map((rank, at) => [rank, meanOf(pick(figures[at]!))]));
  return {
    questions: answered,
    unanswerable: questions.labels.length - answered,
    precisionAt: byRank(({ precision }) => precision),
    recallAt: byRank(({ recall }) => recall),
    mapAt: byRank(({ average }) => average),
  };
}

/** Mean of the precision at each right one, out of `most`. */
function averagePrecision(hits: readonly boolean[], most: number): number {
  let correct = 0;
  let sum = 0;
  for (const [at, hit] of hits.entries()) if (hit) sum += ++correct / (at + 1);
  return sum / most;
}

/** A vector of zeros stays one: it is like nothing. */
function unitRows({ vectors, size }: RetrievalQuestions): Float32Array {
  const result = Float32Array.from(vectors);
  for (let start = 0; start < result.length; start += size) {
    const row = result.subarray(start, start + size);
    let square = 0;
    for (const value of row) square += value * value;
    const length = Math.sqrt(square) || 1;
    row.forEach((value, at) => (row[at] = value / length));
  }
  return result;
}

/** Rows of `stored` in the order of their similarity, at most `count`. */
function nearestRows(
  asked: Float32Array,
  question: number,
  stored: Float32Array,
  size: number,
  count: number,
  without: number,
): number[] {
  const rows = stored.length / size;
  const similarity = new Float64Array(rows);
  const start = question * size;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += asked[start + at]! * stored[row * size + at]!;
    similarity[row] = sum;
  }
  const order: number[] = [];
  for (let row = 0; row < rows; row++) {
    if (row === without) continue;
    if (order.length === count && similarity[row]! <= similarity[order.at(-1)!]!) continue;
    let place = order.length;
    while (place > 0 && similarity[order[place - 1]!]! < similarity[row]!) place--;
    order.splice(place, 0, row);
    if (order.length > count) order.pop();
  }
  return order;
}

function meanOf(values: readonly number[]): RetrievalMean {
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  const variance = values.reduce((sum, each) => sum + (each - value) ** 2, 0) / Math.max(1, values.length - 1);
  const half = Z * Math.sqrt(variance / values.length);
  return { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
