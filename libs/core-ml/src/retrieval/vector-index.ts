import { LintelError } from '@lintel/contracts';

/** A stored vector and how similar it is to a query. */
export interface Neighbour {
  /** Position of the vector in the index. */
  readonly row: number;
  /** Cosine of the angle between both, in [-1, 1]. */
  readonly similarity: number;
}

export interface NearestOptions {
  /** At most so many neighbours. Default: 10. */
  readonly count?: number;
  /** Whether a vector may be found. Default: every vector may. */
  readonly accepts?: (row: number) => boolean;
}

/**
 * Search by cosine similarity. Exact: a query is compared with every vector, which takes about a millisecond for each
 * million values.
 */
export class VectorIndex {
  /** float32 [vectors, size]; every row has length 1, or 0 if the vector was zero. */
  private readonly rows: Float32Array;

  /**
   * @param vectors float32 [vectors, size], of any length; they are copied
   * @throws LintelError SHAPE_MISMATCH
   */
  constructor(
    vectors: Float32Array,
    readonly size: number,
  ) {
    if (!Number.isInteger(vectors.length / size)) throw mismatch(`${vectors.length} values`, size);
    this.rows = unitRows(vectors, size);
  }

  /** Number of vectors. */
  get length(): number {
    return this.rows.length / this.size;
  }

  /**
   * @param query float32 [size], of any length
   * @returns the most similar vectors, most similar first; equally similar ones in the order of the index
   * @throws LintelError SHAPE_MISMATCH
   */
  nearest(query: Float32Array, { count = 10, accepts }: NearestOptions = {}): Neighbour[] {
    const { rows, size, length } = this;
    if (query.length !== size) throw mismatch(`${query.length} values`, size);
    const asked = unitRows(query, size);
    const found: Neighbour[] = [];
    for (let row = 0; row < length; row++) {
      const similarity = dot(asked, rows, row * size);
      if (found.length >= count && similarity <= found.at(-1)!.similarity) continue;
      if (accepts && !accepts(row)) continue;
      let place = found.length;
      while (place > 0 && found[place - 1]!.similarity < similarity) place--;
      found.splice(place, 0, { row, similarity });
      if (found.length > count) found.pop();
    }
    return found;
  }
}

/** Four sums at once, as one would wait for each addition. */
function dot(query: Float32Array, rows: Float32Array, start: number): number {
  const size = query.length;
  const whole = size - (size % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0, row = start; at < whole; at += 4, row += 4) {
    a += query[at]! * rows[row]!;
    b += query[at + 1]! * rows[row + 1]!;
    c += query[at + 2]! * rows[row + 2]!;
    d += query[at + 3]! * rows[row + 3]!;
  }
  for (let at = whole; at < size; at++) a += query[at]! * rows[start + at]!;
  return a + b + c + d;
}

/** A vector of zeros stays one: it is similar to nothing. @returns a copy */
export function unitRows(vectors: Float32Array, size: number): Float32Array {
  const result = Float32Array.from(vectors);
  for (let start = 0; start < result.length; start += size) {
    let square = 0;
    for (let at = start; at < start + size; at++) square += result[at]! ** 2;
    const length = Math.sqrt(square) || 1;
    for (let at = start; at < start + size; at++) result[at]! /= length;
  }
  return result;
}

const mismatch = (received: string, size: number): LintelError =>
  new LintelError('SHAPE_MISMATCH', {
    problem: 'The vectors do not fit the index.',
    expected: `vectors of ${size} values`,
    received,
    cure: 'Search with vectors of the model that made the index.',
  });
