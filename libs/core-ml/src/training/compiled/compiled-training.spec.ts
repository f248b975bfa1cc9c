import type { LayersModel, SymbolicTensor, Tensor, layers } from '@tensorflow/tfjs-node-gpu';
import { createRandom, sizeOfShape } from '@lintel/contracts';
import { loadTensorFlow } from '../../engine/tensorflow';
import { parseTrainingConfig, type TrainingOptions } from '../../recipe/training-config';
import { createTrainingStep } from '../create-training-step';
import { createEagerStep } from '../eager-step';
import { type Batch, type TrainingStep } from '../training-step';
import { createCompiledStep } from './compiled-step';
import { largestDifference } from './testing/largest-difference';

const tf = loadTensorFlow();
const CLASSES = 3;
const SIZE = 16;
const SIZES = { train: [SIZE], evaluate: [SIZE] };

function batchOf(shape: readonly number[], seed: number): Batch {
  const random = createRandom(seed, 'batch');
  const length = SIZE * sizeOfShape(shape);
  const inputs = Float32Array.from({ length }, () => random.normal());
  return { inputs, labels: Int32Array.from({ length: SIZE }, () => random.int(CLASSES)), size: SIZE };
}

const configOf = (options: TrainingOptions) => ({
  ...parseTrainingConfig(options),
  loss: { output: 'logits' as const, classes: CLASSES, labelSmoothing: 0, classWeights: [1, 2, 0.5] },
});

/** Two models with the same weights, one trained eagerly and one compiled. */
function both(stack: () => layers.Layer[], options: TrainingOptions = {}) {
  const build = () => tf.sequential({ layers: [...stack(), tf.layers.dense({ units: CLASSES, name: 'logits' })] });
  const [eagerModel, compiledModel] = [build(), build()] as [LayersModel, LayersModel];
  compiledModel.setWeights(eagerModel.getWeights());
  const config = configOf(options);
  return { eager: createEagerStep(eagerModel, config), compiled: createCompiledStep(compiledModel, config, SIZES) };
}

const vector = { inputShape: [6] };
const smooth = () => [tf.layers.dense({ ...vector, units: 8, activation: 'tanh' })];

const OPTIMIZERS: Record<string, TrainingOptions> = {
  adam: { optimizer: { kind: 'adam' } },
  'adam with decoupled weight decay': { optimizer: { kind: 'adam' }, weightDecay: 0.1 },
  rmsprop: { optimizer: { kind: 'rmsprop' } },
  sgd: { optimizer: { kind: 'sgd' } },
  'sgd with momentum': { optimizer: { kind: 'sgd', momentum: 0.9 } },
  'sgd with Nesterov momentum, weight decay and clipping': {
    optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true },
    weightDecay: 0.01,
    gradientClipNorm: 0.1,
  },
};

const LAYERS: Record<string, readonly [shape: number[], stack: () => layers.Layer[]]> = {
  'a regularised dense layer': [
    [6],
    () => [
      tf.layers.dense({
        ...vector,
        units: 8,
        activation: 'sigmoid',
        kernelRegularizer: tf.regularizers.l2({ l2: 0.1 }),
      }),
    ],
  ],
  'convolution, batch normalisation and pooling': [
    [8, 8, 2],
    () => [
      tf.layers.conv2d({ inputShape: [8, 8, 2], filters: 4, kernelSize: 3, padding: 'same', activation: 'elu' }),
      tf.layers.batchNormalization({}),
      tf.layers.averagePooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
    ],
  ],
  'batch normalisation of vectors': [[6], () => [...smooth(), tf.layers.batchNormalization({})]],
  dropout: [[6], () => [...smooth(), tf.layers.dropout({ rate: 0.5, seed: 4 })]],
  'layer normalisation': [[6], () => [...smooth(), tf.layers.layerNormalization({})]],
  'an embedding-free sequence through LSTM and GRU': [
    [5, 3],
    () => [
      tf.layers.lstm({
        inputShape: [5, 3],
        units: 4,
        returnSequences: true,
        recurrentActivation: 'sigmoid',
        recurrentInitializer: 'glorotUniform',
      }),
      tf.layers.gru({ units: 4, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' }),
    ],
  ],
  'a simple recurrence, both ways, over convolved steps': [
    [6, 3],
    () => [
      tf.layers.conv1d({ inputShape: [6, 3], filters: 4, kernelSize: 2, activation: 'selu' }),
      tf.layers.maxPooling1d({ poolSize: 2, strides: 1 }),
      tf.layers.bidirectional({
        layer: tf.layers.simpleRNN({ units: 3, recurrentInitializer: 'glorotUniform' }),
        mergeMode: 'concat',
      }),
    ],
  ],
  'a depthwise convolution, padded, scaled up and cropped': [
    [6, 6, 2],
    () => [
      tf.layers.zeroPadding2d({ inputShape: [6, 6, 2], padding: 1 }),
      tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }),
      tf.layers.upSampling2d({ size: [2, 2] }),
      tf.layers.cropping2D({
        cropping: [
          [1, 1],
          [1, 1],
        ],
      }),
      tf.layers.globalMaxPooling2d({}),
    ],
  ],
  'a transposed convolution, leaky and learnt rectifiers': [
    [4, 4, 2],
    () => [
      tf.layers.conv2dTranspose({ inputShape: [4, 4, 2], filters: 3, kernelSize: 3, strides: 2 }),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.prelu({ sharedAxes: [1, 2] }),
      tf.layers.flatten(),
    ],
  ],
  'steps through one dense layer, permuted and reshaped': [
    [4, 3],
    () => [
      tf.layers.timeDistributed({
        inputShape: [4, 3],
        layer: tf.layers.dense({ units: 5, activation: 'softplus' }),
      }),
      tf.layers.permute({ dims: [2, 1] }),
      tf.layers.reshape({ targetShape: [20] }),
      tf.layers.activation({ activation: 'swish' }),
      tf.layers.repeatVector({ n: 2 }),
      tf.layers.globalAveragePooling1d({}),
    ],
  ],
  'an embedding of words': [
    [5],
    () => [
      // Random integers from 0 to 6 represent words.
      tf.layers.thresholdedReLU({ inputShape: [5], theta: 0 }),
      tf.layers.embedding({ inputDim: 7, outputDim: 4 }),
      tf.layers.flatten(),
    ],
  ],
  'separable convolution and global pooling': [
    [8, 8, 2],
    () => [
      tf.layers.separableConv2d({ inputShape: [8, 8, 2], filters: 4, kernelSize: 3, activation: 'tanh' }),
      tf.layers.globalAveragePooling2d({}),
    ],
  ],
};

describe('twenty compiled steps', () => {
  it.each(Object.entries(OPTIMIZERS))('equal twenty eager ones to 1e-5 with %s', (_, options) => {
    const { eager, compiled } = both(smooth, options);
    for (let step = 0; step < 20; step++) {
      for (const one of [eager, compiled]) one.train(batchOf([6], step), { step, learningRate: 0.01 });
    }
    expect(largestDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
  });

  it.each(Object.entries(LAYERS))('equal twenty eager ones to 1e-5 through %s', (_, [shape, stack]) => {
    const { eager, compiled } = both(stack, { optimizer: { kind: 'sgd' } });
    for (let step = 0; step < 20; step++) {
      for (const one of [eager, compiled]) one.train(batchOf(shape, step), { step, learningRate: 0.05 });
    }
    expect(largestDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
    expect(compiled.evaluate(batchOf(shape, 99)).loss).toBeCloseTo(eager.evaluate(batchOf(shape, 99)).loss, 5);
  });
});

describe('learning rates of their own', () => {
  it.each<[string, TrainingOptions]>([
    ['adam with decoupled weight decay', OPTIMIZERS['adam with decoupled weight decay']!],
    ['sgd with momentum', OPTIMIZERS['sgd with momentum']!],
    ['rmsprop', OPTIMIZERS['rmsprop']!],
  ])('move each weight by its share of a step, compiled and eagerly, with %s', (_, options) => {
    const build = () => tf.sequential({ layers: [...smooth(), tf.layers.dense({ units: CLASSES })] });
    const models = [build(), build(), build()] as [LayersModel, LayersModel, LayersModel];
    models.slice(1).forEach((model) => model.setWeights(models[0].getWeights()));
    const config = configOf(options);
    const slower = { ...config, learningRateFactors: [0.5, 0.25, 1, 1] };
    const plain = createEagerStep(models[0], config);
    const eager = createEagerStep(models[1], slower);
    const compiled = createCompiledStep(models[2], slower, SIZES);
    const before = plain.readWeights();
    for (const one of [plain, eager, compiled]) one.train(batchOf([6], 0), { step: 0, learningRate: 0.01 });
    const moved = (one: TrainingStep, at: number): number => largestDifference([one.readWeights()[at]!], [before[at]!]);
    [0.5, 0.25, 1, 1].forEach((factor, at) => expect(moved(eager, at) / moved(plain, at)).toBeCloseTo(factor, 3));
    for (let step = 1; step < 20; step++) {
      for (const one of [eager, compiled]) one.train(batchOf([6], step), { step, learningRate: 0.01 });
    }
    expect(largestDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
  });
});

describe('the running average of the weights', () => {
  const options = { optimizer: { kind: 'sgd' as const, momentum: 0.9 }, weightDecay: 0.01, weightAverage: 0.8 };
  const normalised = LAYERS['convolution, batch normalisation and pooling']!;

  it('is the same compiled as eagerly, of moving averages too', () => {
    const { eager, compiled } = both(normalised[1], options);
    for (let step = 0; step < 20; step++) {
      for (const one of [eager, compiled]) one.train(batchOf(normalised[0], step), { step, learningRate: 0.05 });
    }
    expect(largestDifference(compiled.readAverage()!, eager.readAverage()!)).toBeLessThan(1e-5);
    expect(compiled.readAverage()!.map(({ name }) => name)).toEqual(compiled.readWeights().map(({ name }) => name));
    expect(largestDifference(compiled.readAverage()!, compiled.readWeights())).toBeGreaterThan(1e-3);
  });

  it('goes the share of a fifth, and more in the first steps, towards the weights after each step', () => {
    const { eager, compiled } = both(smooth, options);
    for (const one of [eager, compiled]) {
      const expected = one.readWeights().map(({ values }) => [...values]);
      for (const step of [0, 1, 40, 41]) {
        one.train(batchOf([6], step), { step, learningRate: 0.05 });
        const share = 1 - Math.min(0.8, (1 + step) / (10 + step));
        one
          .readWeights()
          .forEach(({ values }, at) =>
            values.forEach((value, index) => (expected[at]![index]! += share * (value - expected[at]![index]!))),
          );
      }
      one
        .readAverage()!
        .forEach(({ values }, at) =>
          values.forEach((value, index) => expect(value).toBeCloseTo(expected[at]![index]!, 5)),
        );
    }
  });

  it('does not exist if it is not configured', () => {
    const { eager, compiled } = both(smooth);
    expect([eager.readAverage(), compiled.readAverage()]).toEqual([undefined, undefined]);
  });
});

describe('an embedding of padded ids', () => {
  const LENGTH = 6;
  const WORDS = 5;

  function sequences(seed: number): Batch<Int32Array> {
    const random = createRandom(seed, 'sequences');
    const inputs = new Int32Array(SIZE * LENGTH);
    for (let row = 0; row < SIZE; row++) {
      const length = 1 + random.int(LENGTH);
      for (let at = 0; at < length; at++) inputs[row * LENGTH + at] = 1 + random.int(WORDS - 1);
    }
    return { inputs, labels: Int32Array.from({ length: SIZE }, () => random.int(CLASSES)), size: SIZE };
  }

  function build(): LayersModel {
    const ids = tf.input({ shape: [LENGTH], dtype: 'int32' });
    const gru = { units: 4, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' } as const;
    const states = [
      tf.layers.embedding({ inputDim: WORDS, outputDim: 3, maskZero: true }),
      tf.layers.dropout({ rate: 0.2, seed: 4 }),
      tf.layers.gru(gru),
      tf.layers.dense({ units: CLASSES }),
    ].reduce<SymbolicTensor>((value, layer) => layer.apply(value) as SymbolicTensor, ids);
    return tf.model({ inputs: ids, outputs: states });
  }

  it.each(['sgd', 'adam'] as const)('learns the same compiled as eagerly with %s, and leaves the padding', (kind) => {
    const [eagerModel, compiledModel] = [build(), build()];
    compiledModel.setWeights(eagerModel.getWeights());
    const config = configOf({ optimizer: { kind } });
    const [eager, compiled] = [createEagerStep(eagerModel, config), createCompiledStep(compiledModel, config, SIZES)];
    const before = compiled.readWeights()[0]!.values;
    for (let step = 0; step < 20; step++) {
      for (const one of [eager, compiled]) one.train(sequences(step), { step, learningRate: 0.02 });
    }
    expect(largestDifference(compiled.readWeights(), eager.readWeights())).toBeLessThan(1e-5);
    expect(compiled.evaluate(sequences(99)).loss).toBeCloseTo(eager.evaluate(sequences(99)).loss, 5);
    const after = compiled.readWeights()[0]!.values;
    const moved = Array.from({ length: WORDS }, (_, id) =>
      after.slice(3 * id, 3 * id + 3).some((value, at) => value !== before[3 * id + at]),
    );
    expect(moved).toEqual([false, true, true, true, true]);
  });
});

describe('a compiled step freezes nothing', () => {
  const lossAt = (compiled: TrainingStep, step: number) =>
    compiled.train(batchOf([6], 1), { step, learningRate: 0 }).loss;

  it('trains on values by their squared error, as the step that is not compiled', () => {
    const build = () => tf.sequential({ layers: [...smooth(), tf.layers.dense({ units: 1 })] });
    const [eagerModel, compiledModel] = [build(), build()];
    compiledModel.setWeights(eagerModel.getWeights());
    const config = { ...configOf({}), loss: { output: 'value' as const, classes: 1, labelSmoothing: 0 } };
    const [eager, compiled] = [createEagerStep(eagerModel, config), createCompiledStep(compiledModel, config, SIZES)];
    const { inputs } = batchOf([6], 1);
    const batch = { inputs, labels: Float32Array.from({ length: SIZE }, (_, at) => at / 4 - 2), size: SIZE };
    const predicted = (eagerModel.predict(tf.tensor(inputs, [SIZE, 6])) as Tensor).dataSync();
    const halfOfSquares = batch.labels.reduce((sum, value, at) => sum + (predicted[at]! - value) ** 2, 0) / 2 / SIZE;
    expect(compiled.evaluate(batch).loss).toBeCloseTo(halfOfSquares, 4);
    for (let step = 0; step < 10; step++) {
      const [one, other] = [eager, compiled].map((each) => each.train(batch, { step, learningRate: 0.01 }).loss);
      expect(other).toBeCloseTo(one!, 4);
    }
    expect(compiled.evaluate(batch).loss).toBeLessThan(halfOfSquares);
  });

  it('draws another dropout mask in another step, and the same in the same', () => {
    const { compiled } = both(LAYERS['dropout']![1], { optimizer: { kind: 'sgd' } });
    const [first, second, again] = [lossAt(compiled, 0), lossAt(compiled, 1), lossAt(compiled, 0)];
    expect(second).not.toBe(first);
    expect(again).toBe(first);
  });

  it('takes the learning rate that it is given', () => {
    const { compiled } = both(smooth, { optimizer: { kind: 'sgd' } });
    const before = compiled.readWeights();
    const moved = [0.1, 0.2].map((learningRate) => {
      compiled.writeWeights(before);
      compiled.train(batchOf([6], 1), { step: 0, learningRate });
      return largestDifference(compiled.readWeights(), before);
    });
    expect(moved[1]! / moved[0]!).toBeCloseTo(2, 3);
  });

  it('shows a moved moving average to the evaluation', () => {
    const { compiled } = both(LAYERS['batch normalisation of vectors']![1], { optimizer: { kind: 'sgd' } });
    const before = compiled.evaluate(batchOf([6], 2)).loss;
    compiled.train(batchOf([6], 1), { step: 0, learningRate: 0 });
    expect(compiled.evaluate(batchOf([6], 2)).loss).not.toBe(before);
  });

  it('goes on from a checkpoint as if it had not stopped, in another session or uncompiled', async () => {
    const { eager, compiled } = both(LAYERS['dropout']![1], { optimizer: { kind: 'adam' } });
    const { compiled: later } = both(LAYERS['dropout']![1], { optimizer: { kind: 'adam' } });
    const train = (one: TrainingStep, from: number, to: number) => {
      for (let step = from; step < to; step++) one.train(batchOf([6], step), { step, learningRate: 0.01 });
    };
    train(compiled, 0, 10);
    for (const one of [later, eager]) {
      one.writeWeights(compiled.readWeights());
      await one.writeOptimizer(await compiled.readOptimizer());
      train(one, 10, 20);
    }
    train(compiled, 10, 20);
    expect(largestDifference(later.readWeights(), compiled.readWeights())).toBe(0);
    expect(largestDifference(eager.readWeights(), compiled.readWeights())).toBeLessThan(1e-5);
  });
});

/** Reads its input in JavaScript, as dynamic control flow does. */
class Peeking extends tf.layers.Layer {
  static readonly className = 'Peeking';
  override call(inputs: Tensor | Tensor[]): Tensor {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    return input.dataSync()[0]! > 0 ? input : input.neg();
  }
}

describe('a model that can not be compiled', () => {
  it.each([
    ['decides in JavaScript', () => new Peeking({}), /reads a tensor in JavaScript/],
    ['draws its noise in JavaScript', () => tf.layers.gaussianNoise({ stddev: 0.1 }), /changes from step to step/],
  ])('is trained uncompiled, with a line that says why, where it %s', (_, layer, reason) => {
    const model = tf.sequential({ layers: [...smooth(), layer(), tf.layers.dense({ units: CLASSES })] });
    const lines: string[] = [];
    const step = createTrainingStep(model, configOf({}), SIZES, true, (line) => lines.push(line));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(reason);
    expect(step.train(batchOf([6], 1), { step: 0, learningRate: 0.01 }).loss).toBeGreaterThan(0);
  });
});

describe('compiling', () => {
  it('leaves the weights as they were, and no tensor behind', () => {
    const model = tf.sequential({
      layers: [...LAYERS['convolution, batch normalisation and pooling']![1](), tf.layers.dense({ units: CLASSES })],
    });
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const tensors = tf.memory().numTensors;
    const step = createCompiledStep(model, configOf({}), SIZES);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
    for (let count = 0; count < 20; count++) step.train(batchOf([8, 8, 2], count), { step: count, learningRate: 0.01 });
    expect(tf.memory().numTensors).toBe(tensors);
    step.dispose();
  });

  it('lists the known batch sizes if a batch has another one', () => {
    const { compiled } = both(smooth);
    const batch = batchOf([6], 1);
    const smaller = { inputs: batch.inputs.subarray(0, 6), labels: batch.labels.subarray(0, 1), size: 1 };
    expect(() => compiled.train(smaller, { step: 0, learningRate: 1 })).toThrow(/expected: 16/);
  });
});
