import { loadTensorFlow } from '../engine/tensorflow';
import { exampleLosses } from './loss';

const tf = loadTensorFlow();

it('a quantile costs its level for each unit that it lies too low, and the rest for each unit too high', () => {
  const config = { output: 'quantiles' as const, classes: 2, labelSmoothing: 0, levels: [0.9, 0.5] };
  const losses = tf.tidy(() =>
    exampleLosses(tf.tensor2d([10, 10, 10, 10], [2, 2]), tf.tensor1d([12, 6]), config).dataSync(),
  );
  expect(losses[0]).toBeCloseTo((0.9 * 2 + 0.5 * 2) / 2, 5);
  expect(losses[1]).toBeCloseTo((0.1 * 4 + 0.5 * 4) / 2, 5);
});

it('the mean among quantiles costs half its squared error', () => {
  const config = { output: 'quantiles' as const, classes: 1, labelSmoothing: 0, levels: ['mean' as const] };
  const losses = tf.tidy(() => exampleLosses(tf.tensor2d([[10]]), tf.tensor1d([13]), config).dataSync());
  expect(losses[0]).toBeCloseTo(4.5, 5);
});
