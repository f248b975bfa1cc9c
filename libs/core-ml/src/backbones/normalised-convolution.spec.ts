import { createRandom, sizeOfShape } from '@lintel/contracts';
import type { LayersModel, Tensor, Tensor4D } from '@tensorflow/tfjs-node-gpu';
import { installNativeKernels } from '../engine/native-kernels';
import { loadTensorFlow } from '../engine/tensorflow';
import { createCompiledStep } from '../training/compiled/compiled-step';
import { createEagerStep } from '../training/eager-step';
import { parseTrainingConfig, type TrainingOptions } from '../recipe/training-config';
import { type Batch, type NamedArray, type TrainingStep } from '../training/training-step';
import { type ConvolutionPlan, convolutionsOf, NORMALISATION_EPSILON } from './efficientnet-lite';
import { buildNetworkLayers, readNetworkLayers } from './network-layers';
import { networkWeights } from './network-weights';
import { normalisedConvolution, type Statistics } from './normalised-convolution';
import { randomTensors, tinyPlan } from './testing/tiny-network';

const tf = loadTensorFlow();
beforeAll(() => installNativeKernels());

const SIDE = 20;
const weights = networkWeights(tinyPlan(SIDE), randomTensors(tinyPlan(SIDE)));

function normals(shape: readonly number[], seed: number, scale = 1): Tensor {
  const random = createRandom(seed, 'normals');
  return tf.tensor(
    Float32Array.from({ length: sizeOfShape(shape) }, () => scale * random.normal()),
    [...shape],
  );
}

/** Largest difference relative to the largest value. */
function apart(one: Tensor, other: Tensor): number {
  expect(one.shape).toEqual(other.shape);
  const scale = Math.max(1, other.abs().max().dataSync()[0]!);
  return one.sub(other).abs().max().dataSync()[0]! / scale;
}

describe('the gradient of a normalised convolution with stored statistics', () => {
  const cases = (['dense', 'depthwise'] as const).flatMap((kind) =>
    [
      [3, 1, 7],
      [3, 2, 7],
      [3, 2, 8],
      [5, 2, 9],
      [5, 2, 10],
      [1, 1, 6],
    ].map(([kernel, stride, side]) => [kind, kernel!, stride!, side!] as const),
  );
  // Even and odd sides: where TensorFlow pads only after, and where it pads on both sides.
  it.each(cases)(
    'is that of the plain operations: %s, kernel %i, stride %i, %i pixels',
    (kind, kernel, stride, side) => {
      const plan = { weights: 'w', normalisation: 'n', kind, kernel, stride, inputs: 4, outputs: 4, relu6: true };
      const layer = normalisedConvolution(plan as ConvolutionPlan, 'frozen', `${kind}-${kernel}-${stride}-${side}`);
      const input = normals([2, side, side, 4], 1, 2);
      layer.apply(input);
      const shape = kind === 'depthwise' ? [kernel, kernel, 4, 1] : [kernel, kernel, 4, 4];
      const values = [
        normals(shape, 2),
        normals([4], 3),
        normals([4], 4, 2),
        normals([4], 5),
        normals([4], 6).square(),
      ];
      layer.setWeights(values);
      const slope = normals([2, Math.ceil(side / stride), Math.ceil(side / stride), 4], 7);
      const [filter, scale, offset] = layer.trainableWeights.map((weight) => weight.read());

      const ours = tf.variableGrads(
        () => (layer.apply(input, { training: true }) as Tensor).mul(slope).sum().asScalar(),
        [filter, scale, offset] as never,
      ).grads;
      const inputSlope = tf.grad((x: Tensor) => (layer.apply(x, { training: true }) as Tensor).mul(slope).sum())(input);

      // A depthwise convolution is a dense one whose kernel is zero between channels.
      const dense = (k: Tensor): Tensor4D =>
        (kind === 'depthwise' ? k.mul(tf.eye(4).reshape([1, 1, 4, 4])) : k) as Tensor4D;
      const plain = (x: Tensor, k: Tensor, gamma: Tensor, beta: Tensor): Tensor => {
        const convolved = tf.conv2d(x as Tensor4D, dense(k), stride, 'same');
        const centred = convolved.sub(values[3]!).div(values[4]!.add(NORMALISATION_EPSILON).sqrt());
        return tf.clipByValue(centred.mul(gamma).add(beta), 0, 6).mul(slope).sum();
      };
      const expected = tf.grads(plain)([input, ...values.slice(0, 3)] as Tensor[]);
      const received = [inputSlope, ours[filter!.id] ?? Object.values(ours)[0]!, ...Object.values(ours).slice(1)];
      expect(received).toHaveLength(4);
      received.forEach((gradient, at) => expect(apart(gradient, expected[at]!)).toBeLessThan(1e-5));
      // The clipping is at work, or its gradient is not tested.
      const active = (layer.apply(input) as Tensor).dataSync();
      expect(active).toContain(0);
      expect(active).toContain(6);
    },
  );
});

describe('the gradient of ReLU6', () => {
  it('is 1 between 0 and 6 and 0 elsewhere', () => {
    const x = tf.tensor1d([-1, -1e-3, 1e-3, 3, 5.999, 6.001, 9]);
    expect([
      ...tf
        .grad((each: Tensor) => tf.relu6(each).sum())(x)
        .dataSync(),
    ]).toEqual([0, 0, 1, 1, 1, 0, 0]);
    const layer = tf.layers.reLU({ maxValue: 6 });
    const trained = tf.grad((each: Tensor) => (layer.apply(each, { training: true }) as Tensor).sum())(x);
    expect([...trained.dataSync()]).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });
});

const BATCH = 8;
function batchOf(seed: number): Batch {
  const random = createRandom(seed, 'batch');
  const inputs = Float32Array.from({ length: BATCH * SIDE * SIDE * 3 }, () => random.normal());
  return { inputs, labels: Int32Array.from({ length: BATCH }, () => random.int(3)), size: BATCH };
}

function stepsOf(statistics: Statistics, options: TrainingOptions, trainedFrom = 0) {
  const build = (): LayersModel =>
    buildNetworkLayers(weights, { statistics, trainedFrom, head: { classes: 3, dropout: 0.2, seed: 4 } });
  const config = {
    ...parseTrainingConfig(options),
    loss: { output: 'logits' as const, classes: 3, labelSmoothing: 0.1 },
  };
  const [one, other] = [build(), build()];
  return {
    eager: createEagerStep(one, config),
    compiled: createCompiledStep(other, config, { train: [BATCH], evaluate: [BATCH] }),
  };
}

const train = (step: TrainingStep, count: number, learningRate: number): void => {
  for (let at = 0; at < count; at++) step.train(batchOf(at), { step: at, learningRate });
};

/** Of each array relative to its largest value: variances of a random network reach a hundred. */
function relativeDifference(some: readonly NamedArray[], others: readonly NamedArray[]): number {
  const differences = some.map(({ values }, at) => apart(tf.tensor1d(values), tf.tensor1d(others[at]!.values)));
  return Math.max(...differences);
}

describe('a backbone in training', () => {
  const sgd: TrainingOptions = { optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true }, weightDecay: 0.01 };

  it.each<[Statistics, number]>([
    ['frozen', 0],
    ['batch', 0],
    ['frozen', 4],
    ['batch', 4],
  ])(
    'learns the same in twenty compiled steps as in eager ones, statistics %s, from stage %i on',
    (statistics, from) => {
      const { eager, compiled } = stepsOf(statistics, sgd, from);
      for (const step of [eager, compiled]) train(step, 20, 3e-4);
      expect(relativeDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
      expect(compiled.evaluate(batchOf(99)).loss).toBeCloseTo(eager.evaluate(batchOf(99)).loss, 4);
    },
  );

  it('moves the stored statistics only if it normalises by the batch, and only where it learns', () => {
    const movedBy = (statistics: Statistics, from: number): number => {
      const { compiled } = stepsOf(statistics, sgd, from);
      const before = compiled.readWeights();
      train(compiled, 2, 1e-3);
      const moved = compiled.readWeights().filter(({ name, values }, at) => {
        const old = before[at]!.values;
        return /mean|variance/.test(name) && values.some((value, index) => value !== old[index]);
      });
      return moved.length;
    };
    const convolutions = convolutionsOf(weights.plan).length;
    expect([movedBy('frozen', 0), movedBy('batch', 0)]).toEqual([0, 2 * convolutions]);
    expect(movedBy('batch', 6)).toBe(2);
  });

  it('learns in bfloat16, from almost the same losses', () => {
    const lossesIn = (precision: 'float32' | 'bfloat16'): number[] => {
      const { compiled } = stepsOf('frozen', { ...sgd, precision });
      return Array.from({ length: 10 }, (_, at) => compiled.train(batchOf(1), { step: at, learningRate: 1e-3 }).loss);
    };
    const [low, full] = [lossesIn('bfloat16'), lossesIn('float32')];
    expect(low[0]).not.toBe(full[0]);
    expect(Math.abs(low[0]! / full[0]! - 1)).toBeLessThan(0.02);
    expect(low.at(-1)).toBeLessThan(0.9 * low[0]!);
  });

  it('gives back the weights that it was built from', () => {
    const model = buildNetworkLayers(weights);
    expect(readNetworkLayers(model, weights.plan)).toEqual(weights);
    model.dispose();
  });
});
