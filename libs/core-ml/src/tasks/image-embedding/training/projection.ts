import { SHORTEST } from '../../../unlikeness/class-distance';

/** From the features of a backbone to a vector of length 1: (features − mean) · weights, divided by its length. */
export interface Projection {
  /** Values of the features. */
  readonly inputs: number;
  /** Values of the vector. */
  readonly size: number;
  /** float32 [inputs]: the mean of the pictures that the model was made from. */
  readonly mean: Float32Array;
  /** float32 [inputs, size]; null: the features themselves, so size is inputs. */
  readonly weights: Float32Array | null;
}

/**
 * The projection's own answer, in float64: what the exported graph is compared with.
 * @param features float32 [pictures, inputs]
 * @returns float32 [pictures, size]; a vector shorter than 1e-6 stays short
 */
export function project({ inputs, size, mean, weights }: Projection, features: Float32Array): Float32Array {
  const pictures = features.length / inputs;
  const result = new Float32Array(pictures * size);
  const vector = new Float64Array(size);
  for (let row = 0; row < pictures; row++) {
    vector.fill(0);
    for (let at = 0; at < inputs; at++) {
      const value = features[row * inputs + at]! - mean[at]!;
      if (weights === null) vector[at] = value;
      else for (let to = 0, start = at * size; to < size; to++) vector[to]! += value * weights[start + to]!;
    }
    let square = 0;
    for (const value of vector) square += value * value;
    const length = Math.max(Math.sqrt(square), SHORTEST);
    for (let to = 0; to < size; to++) result[row * size + to] = vector[to]! / length;
  }
  return result;
}

/** The mean of each column. @param features float32 [pictures, inputs] */
export function columnMeans(features: Float32Array, inputs: number): Float32Array {
  const sums = new Float64Array(inputs);
  for (let at = 0; at < features.length; at++) sums[at % inputs]! += features[at]!;
  return Float32Array.from(sums, (sum) => (sum * inputs) / features.length);
}
