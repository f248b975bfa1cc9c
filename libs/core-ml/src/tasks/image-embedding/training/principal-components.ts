import { createRandom } from '@lintel/contracts';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { MatrixProduct } from '../../../inference/matrix-product';

/** The directions in which vectors vary most. */
export interface PrincipalComponents {
  /** float32 [inputs, count], orthonormal columns, most varying first. */
  readonly directions: Float32Array;
  /** Standard deviation of the vectors along each direction. */
  readonly deviations: Float64Array;
}

const ITERATIONS = 4;
/** More directions than are asked for make the wanted ones exact sooner. */
const EXTRA = 10;

/**
 * Finds the first principal components by subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4). The
 * products run on onnxruntime, as JavaScript would take seconds for a thousand vectors.
 * @param centred float32 [vectors, inputs], whose columns have mean 0
 * @param count at most min(vectors, inputs)
 */
export async function principalComponents(
  centred: Float32Array,
  inputs: number,
  count: number,
  seed: number,
): Promise<PrincipalComponents> {
  const vectors = centred.length / inputs;
  const width = Math.min(inputs, vectors, count + EXTRA);
  const random = createRandom(seed, 'principal components');
  const product = await MatrixProduct.open({ transposes: true });
  try {
    const covariance = await product.of(centred, [vectors, inputs], centred, [vectors, inputs]);
    let basis = orthonormal(
      Float32Array.from({ length: inputs * width }, () => random.normal()),
      inputs,
      width,
    );
    let image = basis;
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      image = await product.of(covariance, [inputs, inputs], basis, [inputs, width]);
      if (iteration < ITERATIONS - 1) basis = orthonormal(image, inputs, width);
    }
    const small = await product.of(basis, [inputs, width], image, [inputs, width]);
    return rotate(basis, small, { inputs, width, count, vectors });
  } finally {
    await product.close();
  }
}

/** Orthonormal columns by modified Gram-Schmidt, twice; a column that depends on the others becomes 0. */
function orthonormal(values: Float32Array, rows: number, columns: number): Float32Array {
  const list = Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (__, row) => values[row * columns + column]!),
  );
  for (const [at, vector] of list.entries()) {
    const before = Math.sqrt(dot(vector, vector));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of list.slice(0, at)) {
        const along = dot(vector, other);
        for (let row = 0; row < rows; row++) vector[row]! -= along * other[row]!;
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    const scale = length > 1e-6 * before ? 1 / length : 0;
    for (let row = 0; row < rows; row++) vector[row]! *= scale;
  }
  return Float32Array.from({ length: rows * columns }, (_, at) => list[at % columns]![Math.floor(at / columns)]!);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}

/** Turns the basis so that its columns are the principal components. */
function rotate(
  basis: Float32Array,
  small: Float32Array,
  { inputs, width, count, vectors }: { inputs: number; width: number; count: number; vectors: number },
): PrincipalComponents {
  const symmetric = new Matrix(width, width);
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < width; column++) {
      symmetric.set(row, column, (small[row * width + column]! + small[column * width + row]!) / 2);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((one, other) => realEigenvalues[other]! - realEigenvalues[one]!);
  const kept = order.slice(0, count);
  const directions = new Float32Array(inputs * kept.length);
  for (let row = 0; row < inputs; row++) {
    for (const [at, column] of kept.entries()) {
      let sum = 0;
      for (let inner = 0; inner < width; inner++) {
        sum += basis[row * width + inner]! * eigenvectorMatrix.get(inner, column);
      }
      directions[row * kept.length + at] = sum;
    }
  }
  return {
    directions,
    deviations: Float64Array.from(kept, (column) => Math.sqrt(Math.max(0, realEigenvalues[column]!) / vectors)),
  };
}
