import { LintelError } from '@lintel/contracts';
import { throwIfCancelled } from '../inference/cancellation';
import { MatrixProduct } from '../inference/matrix-product';

/** Rows that are eliminated at once: the rest of the work is products of matrices, which onnxruntime does fast. */
const BLOCK = 128;

/**
 * Inverts a symmetric positive definite matrix in place, by Gauss-Jordan elimination of blocks (the sweep operator,
 * Goodnight 1979), which needs no pivots here. Sums are float64, products of blocks float32.
 * @param matrix float64 [size, size]
 * @throws LintelError INTERNAL if the matrix is not positive definite; CANCELLED
 */
export async function invertPositive(matrix: Float64Array, size: number, signal?: AbortSignal): Promise<void> {
  const product = await MatrixProduct.open({ transposes: false });
  try {
    for (let from = 0; from < size; from += BLOCK) {
      throwIfCancelled(signal);
      await sweep(matrix, size, from, Math.min(size, from + BLOCK), product);
    }
  } finally {
    await product.close();
  }
}

/** Replaces the matrix by its sweep over the rows `from` to `to`: after all rows it is the inverse. */
async function sweep(
  matrix: Float64Array,
  size: number,
  from: number,
  to: number,
  product: MatrixProduct,
): Promise<void> {
  const width = to - from;
  const pivot = new Float64Array(width * width);
  for (let row = 0; row < width; row++)
    pivot.set(matrix.subarray((from + row) * size + from, (from + row) * size + to), row * width);
  invertSmall(pivot, width);
  const rows = Float32Array.from(matrix.subarray(from * size, to * size));
  // [block, size]: the rows of the block divided by the block.
  const scaled = await product.of(Float32Array.from(pivot), [width, width], rows, [width, size]);
  const column = new Float32Array(size * width);
  for (let row = 0; row < size; row++)
    for (let at = 0; at < width; at++) column[row * width + at] = matrix[row * size + from + at]!;
  const change = await product.of(column, [size, width], scaled, [width, size]);
  for (let row = 0; row < size; row++) {
    if (row >= from && row < to) continue;
    const start = row * size;
    for (let at = 0; at < size; at++) matrix[start + at]! -= change[start + at]!;
  }
  const edge = await product.of(column, [size, width], Float32Array.from(pivot), [width, width]);
  for (let row = 0; row < size; row++) {
    if (row >= from && row < to) continue;
    for (let at = 0; at < width; at++) matrix[row * size + from + at] = -edge[row * width + at]!;
  }
  for (let row = 0; row < width; row++) {
    const start = (from + row) * size;
    for (let at = 0; at < size; at++) {
      matrix[start + at] = at >= from && at < to ? pivot[row * width + at - from]! : scaled[row * size + at]!;
    }
  }
}

/** Gauss-Jordan elimination of a small positive definite matrix, in place. */
function invertSmall(matrix: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    const pivot = matrix[k * size + k]!;
    if (!(pivot > 0)) throw notPositive(pivot);
    for (let column = 0; column < size; column++) if (column !== k) matrix[k * size + column]! /= pivot;
    for (let row = 0; row < size; row++) {
      if (row === k) continue;
      const factor = matrix[row * size + k]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        if (column !== k) matrix[row * size + column]! -= factor * matrix[k * size + column]!;
      matrix[row * size + k] = -factor / pivot;
    }
    matrix[k * size + k] = 1 / pivot;
  }
}

const notPositive = (pivot: number): LintelError =>
  new LintelError('INTERNAL', {
    problem: 'The matrix cannot be inverted: it is not positive definite.',
    expected: 'positive pivots',
    received: String(pivot),
    cure: 'Use a larger penalty.',
  });
