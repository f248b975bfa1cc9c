import type { Rank } from '@tensorflow/tfjs-node-gpu';
import { engineDescription, loadTensorFlow } from './tensorflow';

describe('the native engine', () => {
  it('names the TensorFlow that it runs on', () => {
    expect(engineDescription()).toMatch(/^tensorflow 2\.21\.0 \((cpu|cuda)\)$/);
  });

  it('convolves as worked out by hand', () => {
    const tf = loadTensorFlow();
    const answer = tf.tidy(() => {
      const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
      const kernel = tf.tensor4d([1, 0, 0, -2], [2, 2, 1, 1]);
      return Array.from(tf.conv2d(image, kernel, 1, 'valid').dataSync());
    });
    // The kernel is not flipped: 1 - 2*5, 2 - 2*6, 4 - 2*8, 5 - 2*9.
    expect(answer).toEqual([-9, -10, -12, -13]);
  });

  it('leaves no tensor behind after a thousand tidied operations', () => {
    const tf = loadTensorFlow();
    const image = tf.ones<Rank.R4>([1, 8, 8, 3]);
    const kernel = tf.ones<Rank.R4>([3, 3, 3, 4]);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 1000; i++)
      tf.tidy(() =>
        tf
          .relu(tf.conv2d(image, kernel, 1, 'same'))
          .sum()
          .dataSync(),
      );
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([image, kernel]);
  });
});
