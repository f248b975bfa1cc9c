import { LintelError, type NewItem, type RecommendationReading } from '@lintel/contracts';

/** Vectors of the contents of all items, each of length 1 (or 0 where nothing is known of an item). */
export interface ContentVectors {
  readonly size: number;
  /** float32 [items, size] */
  readonly values: Float32Array;
  /** What each value stands for; null if the vectors were made elsewhere. */
  readonly attributes: NonNullable<RecommendationReading['content']>['attributes'];
}

/**
 * The vector of a new item: given as it is, or made of its attributes as training made those of known items.
 * @throws LintelError INVALID_ARGUMENT if the model knows no attributes by name
 */
export function vectorOf(item: NewItem, { attributes }: ContentVectors): readonly number[] {
  if ('content' in item) return item.content;
  if (attributes !== null) {
    const own = new Set(item.attributes.map((name) => name.trim().toLowerCase()));
    return attributes.map(({ name, weight }) => (own.has(name) ? weight : 0));
  }
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The model was trained with vectors, so it knows no attributes by name.',
    expected: 'a vector `content` for each new item',
    received: `attributes of ${item.item}`,
    cure: 'Make the vector in the same way as those that the model was trained with.',
  });
}

/** Known items that a new one is scored like. */
const MOST_SIMILAR = 10;

/** Vectors of length 1, so that a product of two is their cosine. */
export function normaliseRows(values: Float32Array, size: number): Float32Array {
  const scaled = Float32Array.from(values);
  for (let from = 0; from < scaled.length; from += size) {
    const row = scaled.subarray(from, from + size);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) row.forEach((value, at) => (row[at] = value / length));
  }
  return scaled;
}

/**
 * The known items whose contents are most like those of a new one.
 * @returns their numbers with shares that add up to 1, by similarity; none if nothing is similar
 * @throws LintelError INVALID_ARGUMENT if the vector has another size
 */
export function similarItems(
  { size, values }: ContentVectors,
  vector: readonly number[],
): (readonly [item: number, share: number])[] {
  if (vector.length !== size) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The content vector of a new item has another size than those of the model.',
      expected: `${size} values`,
      received: `${vector.length} values`,
      cure: 'Make the vector in the same way as those that the model was trained with.',
    });
  }
  const own = normaliseRows(Float32Array.from(vector), size);
  const best: (readonly [item: number, similarity: number])[] = [];
  for (let item = 0; item < values.length / size; item++) {
    let similarity = 0;
    for (let at = 0; at < size; at++) similarity += own[at]! * values[item * size + at]!;
    if (similarity <= 0 || (best.length === MOST_SIMILAR && similarity <= best.at(-1)![1])) continue;
    best.push([item, similarity]);
    best.sort((one, other) => other[1] - one[1]);
    best.length = Math.min(best.length, MOST_SIMILAR);
  }
  const total = best.reduce((sum, [, similarity]) => sum + similarity, 0);
  return best.map(([item, similarity]) => [item, similarity / total]);
}

/** @throws LintelError MODEL_INVALID */
export function decodeContent(
  bytes: Uint8Array | undefined,
  { file, size, attributes }: NonNullable<RecommendationReading['content']>,
  items: number,
): ContentVectors {
  if (bytes?.byteLength === items * size * 4) {
    // A copy begins at a multiple of four, as the array needs.
    return { size, attributes, values: new Float32Array(new Uint8Array(bytes).buffer, 0, items * size) };
  }
  throw new LintelError('MODEL_INVALID', {
    problem: `The model's file ${file} does not hold the contents of its items.`,
    expected: `${items} vectors of ${size} values`,
    received: bytes === undefined ? 'no such file' : `${bytes.byteLength} bytes`,
    cure: 'Copy the whole model folder again, or train the model again.',
  });
}
