import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node-gpu';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { loadTensorFlow } from '../engine/tensorflow';
import { type InitialExamples } from './model-family';

const LAYER = 'whitening';
/** Side of a patch. */
const SIDE = 2;
/** Added to the variance of each direction, so that noise in directions of low variance is not amplified. */
const NOISE_FLOOR = 0.02;

/**
 * An untrained convolution over 2 × 2 patches. {@link setWhitening} makes its outputs uncorrelated and of equal
 * variance over the training pictures, so that later layers need not learn this (LeCun et al. 1998; as a first layer of
 * convolutional networks, Jordan 2024). Each direction is paired with its opposite, so that a ReLU keeps both.
 * @param input [height, width, channels]
 * @returns [height - 1, width - 1, 8 · channels]
 */
export function whiten(input: SymbolicTensor, seed: number): SymbolicTensor {
  const tf = loadTensorFlow();
  const channels = input.shape.at(-1)!;
  return tf.layers
    .conv2d({
      name: LAYER,
      filters: 2 * SIDE * SIDE * channels,
      kernelSize: SIDE,
      padding: 'valid',
      useBias: false,
      trainable: false,
      kernelInitializer: tf.initializers.heNormal({ seed }),
    })
    .apply(input) as SymbolicTensor;
}

/** Sets the weights of a model's whitening layer from these pictures. */
export function setWhitening(model: LayersModel, examples: InitialExamples): void {
  const tf = loadTensorFlow();
  const { values, vectors } = principalDirections(secondMoments(examples));
  const size = values.length;
  const kernel = new Float32Array(size * 2 * size);
  for (let direction = 0; direction < size; direction++) {
    const scale = 1 / Math.sqrt(Math.max(values[direction]!, 0) + NOISE_FLOOR);
    for (let at = 0; at < size; at++) {
      const value = vectors.get(at, direction) * scale;
      kernel[at * 2 * size + direction] = value;
      kernel[at * 2 * size + size + direction] = -value;
    }
  }
  const layer = model.getLayer(LAYER);
  tf.tidy(() => layer.setWeights([tf.tensor(kernel, layer.getWeights()[0]!.shape)]));
}

function principalDirections(moments: Matrix): { values: readonly number[]; vectors: Matrix } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(moments, { assumeSymmetric: true });
  return { values: realEigenvalues, vectors: eigenvectorMatrix };
}

/** The mean products of the values of a patch, every second patch down and across: [4 · channels, 4 · channels]. */
function secondMoments({ values, shape: [count, height, width, channels] }: InitialExamples): Matrix {
  const size = SIDE * SIDE * channels;
  const sums = new Float64Array(size * size);
  const patch = new Float64Array(size);
  const row = SIDE * channels;
  let patches = 0;
  for (let example = 0; example < count; example++) {
    for (let y = 0; y + SIDE <= height; y += SIDE) {
      for (let x = 0; x + SIDE <= width; x += SIDE) {
        for (let dy = 0; dy < SIDE; dy++) {
          const start = ((example * height + y + dy) * width + x) * channels;
          for (let at = 0; at < row; at++) patch[dy * row + at] = values[start + at]!;
        }
        patches++;
        for (let a = 0; a < size; a++) {
          for (let b = 0; b < size; b++) sums[a * size + b]! += patch[a]! * patch[b]!;
        }
      }
    }
  }
  return Matrix.from1DArray(size, size, sums).div(patches);
}
