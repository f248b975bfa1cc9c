import type { KernelFunc, Scalar, Tensor, Tensor1D, Tensor2D, layers } from '@tensorflow/tfjs-node-gpu';
import { ATTRIBUTE, DATA_TYPE, nativeBackend, typeAttribute, type NativeAttribute } from './native-backend';
import { nativeLstm } from './native-lstm';
import { loadTensorFlow } from './tensorflow';

const FLOAT = typeAttribute('T', 'float32');

/**
 * Replaces tfjs kernels made of a dozen small operations with single TensorFlow operations for training: the gradient
 * of ReLU and ReLU6, batch normalisation over a batch, and dropout with a mask that follows from a seed and the number of the
 * step. Models are still written with tfjs's layers.
 */
export function installNativeKernels(): void {
  if (installed) return;
  installed = true;
  const tf = loadTensorFlow();
  tf.unregisterGradient('Relu');
  tf.registerGradient({
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () => nativeBackend().executeSingleOutput('ReluGrad', [FLOAT], [dy as Tensor, y!]),
    }),
  });
  tf.unregisterGradient('Relu6');
  tf.registerGradient({
    kernelName: 'Relu6',
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () => nativeBackend().executeSingleOutput('Relu6Grad', [FLOAT], [dy as Tensor, y!]),
    }),
  });
  // tfjs reads every index in JavaScript to check its range, which TensorFlow does itself.
  replaceKernel('GatherV2', gather);
  replaceKernel('BatchMatMul', (call, original) => matrixProduct(call) ?? original(call));
  // tfjs's gradient of an addition casts to the type that the tensor already has. Recorded in lower precision, this
  // becomes two casts.
  const identity = tf.getKernel('Identity', 'tensorflow').kernelFunc;
  replaceKernel('Cast', (call, original) =>
    call.inputs['x']!.dtype === call.attrs!['dtype'] ? identity(call) : original(call),
  );
  replaceCall(tf.layers.batchNormalization({}), batchNormalization);
  replaceCall(tf.layers.dropout({ rate: 0.5 }), dropout);
  replaceCall(tf.layers.reLU({ maxValue: 6 }), (layer, input, original) =>
    layer['maxValue'] === 6 ? tf.relu6(input) : original(),
  );
  replaceCall(
    tf.layers.lstm({ units: 1 }),
    (layer, input, original, options) => nativeLstm(layer, input, options) ?? original(),
  );
}
let installed = false;

type KernelCall = Parameters<KernelFunc>[0];

/** Makes the engine run `kernel` in place of a kernel; `original` is tfjs's kernel. */
function replaceKernel(name: string, kernel: (call: KernelCall, original: KernelFunc) => ReturnType<KernelFunc>): void {
  const tf = loadTensorFlow();
  const original = tf.getKernel(name, 'tensorflow').kernelFunc;
  tf.unregisterKernel(name, 'tensorflow');
  tf.registerKernel({ kernelName: name, backendName: 'tensorflow', kernelFunc: (call) => kernel(call, original) });
}

const gather: KernelFunc = ({ inputs, attrs }) => {
  const { x, indices } = inputs as { x: Tensor; indices: Tensor };
  const { axis, batchDims } = attrs as { axis: number; batchDims: number };
  const attributes: NativeAttribute[] = [
    { name: 'batch_dims', type: ATTRIBUTE.int, value: batchDims },
    typeAttribute('Tparams', x.dtype as 'float32'),
    typeAttribute('Tindices', indices.dtype as 'int32'),
    typeAttribute('Taxis', 'int32'),
  ];
  const axisTensor = loadTensorFlow().scalar(axis, 'int32');
  const gathered = nativeBackend().executeSingleOutput('GatherV2', attributes, [x, indices, axisTensor]);
  axisTensor.dispose();
  return gathered;
};

/**
 * A product of two matrices. As a plain product it costs TensorFlow about 75 µs less than as a batch of one.
 * @returns undefined for a batch of several
 */
function matrixProduct({ inputs, attrs }: KernelCall): Tensor | undefined {
  const { a, b } = inputs as { a: Tensor; b: Tensor };
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  if ([a, b].some(({ shape }) => shape.slice(0, -2).some((size) => size !== 1))) return undefined;
  const attributes: NativeAttribute[] = [
    typeAttribute('T', a.dtype as 'float32'),
    { name: 'transpose_a', type: ATTRIBUTE.bool, value: transposeA },
    { name: 'transpose_b', type: ATTRIBUTE.bool, value: transposeB },
  ];
  return loadTensorFlow().tidy(() => {
    const matrices = [a, b].map((tensor) => tensor.reshape(tensor.shape.slice(-2)));
    const product = nativeBackend().executeSingleOutput('MatMul', attributes, matrices);
    return product.reshape([...Array<number>(Math.max(a.rank, b.rank) - 2).fill(1), ...product.shape]);
  });
}

type Call = (
  layer: layers.Layer & Record<string, unknown>,
  input: Tensor,
  original: () => Tensor,
  options: Readonly<Record<string, unknown>>,
) => Tensor;

/** Makes layers of a class run `call` during training; `original` is tfjs's implementation. */
function replaceCall(example: layers.Layer, call: Call): void {
  const prototype = Object.getPrototypeOf(example) as layers.Layer;
  const original: (...args: Parameters<layers.Layer['call']>) => unknown = Reflect.get(prototype, 'call');
  prototype.call = function (this: layers.Layer & Record<string, unknown>, inputs, options) {
    const tidy = () => Reflect.apply(original, this, [inputs, options]) as Tensor;
    if (options['training'] !== true) return tidy();
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    return loadTensorFlow().tidy(() => call(this, input, tidy, options));
  };
}

/** The number of the training step, which determines the random masks. */
let randomStep: Scalar | undefined;

/** @param step int32 scalar; the caller keeps it alive while `body` runs */
export function withRandomStep<T>(step: Scalar, body: () => T): T {
  randomStep = step;
  try {
    return body();
  } finally {
    randomStep = undefined;
  }
}

/**
 * Dropout (Srivastava et al. 2014), scaled up during training. If the layer has a noise shape, all examples share one
 * mask.
 */
function dropout(layer: Parameters<Call>[0], input: Tensor, original: () => Tensor): Tensor {
  const rate = layer['rate'] as number;
  const noiseShape = layer['noiseShape'] as (number | null)[] | undefined;
  if (!randomStep || rate === 0) return original();
  const tf = loadTensorFlow();
  const shape = (noiseShape ?? input.shape).map((size, axis) => size ?? input.shape[axis]!);
  const kept = statelessUniform(shape, (layer['seed'] as number | undefined) ?? layer.id, randomStep).greaterEqual(
    rate,
  );
  return input.mul(kept.toFloat()).mul(tf.scalar(1 / (1 - rate)));
}

/** Philox (Salmon et al. 2011): the same seed and step give the same numbers. float32 in [0, 1) of `shape`. */
function statelessUniform(shape: number[], seed: number, step: Scalar): Tensor {
  const tf = loadTensorFlow();
  const attributes: NativeAttribute[] = [
    { name: 'dtype', type: ATTRIBUTE.type, value: DATA_TYPE.float32 },
    typeAttribute('T', 'int32'),
    typeAttribute('Tseed', 'int32'),
  ];
  const seeds = tf.stack([tf.scalar(seed, 'int32'), step]);
  return nativeBackend().executeSingleOutput('StatelessRandomUniform', attributes, [
    tf.tensor1d(shape, 'int32'),
    seeds,
  ]);
}

/** A tfjs layer's weight. */
export interface LayerWeight {
  read(): Tensor;
  write(value: Tensor): void;
}

export interface BatchNormalisation {
  /** [channels]; null: all 1. */
  readonly gamma: Pick<LayerWeight, 'read'> | null;
  /** [channels]; null: all 0. */
  readonly beta: Pick<LayerWeight, 'read'> | null;
  readonly movingMean: LayerWeight;
  readonly movingVariance: LayerWeight;
  readonly epsilon: number;
  readonly momentum: number;
}

function batchNormalization(layer: Parameters<Call>[0], input: Tensor, original: () => Tensor): Tensor {
  const axis = layer['axis'] as number;
  if (input.rank !== 4 || (axis !== -1 && axis !== 3)) return original();
  return normaliseBatch(layer as unknown as BatchNormalisation, input);
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015) over all axes but the last, by the statistics of the batch, towards
 * which the moving averages move.
 * @param input float32 [batch, height, width, channels]
 */
export function normaliseBatch(
  { gamma, beta, movingMean, movingVariance, epsilon, momentum }: BatchNormalisation,
  input: Tensor,
): Tensor {
  const tf = loadTensorFlow();
  const channels = input.shape[3]!;
  const [output, mean, variance] = fusedBatchNormalization(
    input,
    gamma?.read() ?? tf.ones([channels]),
    beta?.read() ?? tf.zeros([channels]),
    epsilon,
  );
  const examples = input.size / channels;
  const move = (moving: LayerWeight, value: Tensor): void =>
    moving.write(
      moving
        .read()
        .mul(momentum)
        .add(value.mul(1 - momentum)),
    );
  move(movingMean, mean);
  // The operation returns the unbiased variance; tfjs and Keras keep the biased one.
  move(movingVariance, variance.mul((examples - 1) / examples));
  tf.dispose([mean, variance]);
  return output;
}

function fusedBatchNormalization(x: Tensor, scale: Tensor, offset: Tensor, epsilon: number): [Tensor, Tensor, Tensor] {
  const tf = loadTensorFlow();
  const backend = nativeBackend();
  const attributes: NativeAttribute[] = [
    FLOAT,
    typeAttribute('U', 'float32'),
    { name: 'epsilon', type: ATTRIBUTE.float, value: epsilon },
    { name: 'data_format', type: ATTRIBUTE.string, value: 'NHWC' },
    { name: 'is_training', type: ATTRIBUTE.bool, value: true },
  ];
  let mean!: Tensor;
  let variance!: Tensor;
  const normalise = tf.customGrad((...args) => {
    const [input, gamma, beta] = args as Tensor[];
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const none = tf.tensor1d([]);
    const outputs = backend.executeMultipleOutputs(
      'FusedBatchNormV3',
      attributes,
      [input!, gamma!, beta!, none, none],
      6,
    );
    const [value, ...rest] = outputs as [Tensor, ...Tensor[]];
    // The scope of a custom gradient ends with it; the caller disposes these two.
    [mean, variance] = [tf.keep(rest[0]!), tf.keep(rest[1]!)];
    save([input!, gamma!, ...rest.slice(2)]);
    return {
      value,
      gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => {
        const [dx, dScale, dOffset] = backend.executeMultipleOutputs(
          'FusedBatchNormGradV3',
          attributes,
          [dy as Tensor, ...saved],
          5,
        );
        return [dx!, dScale!, dOffset!];
      },
    };
  });
  return [normalise(x, scale, offset), mean, variance];
}

/**
 * Cross-entropy between distributions and logits, with its gradient, in one operation.
 * @param logits float32 [batch, classes]
 * @param target float32 [batch, classes], rows that sum to 1
 * @returns float32 [batch], nats
 */
export function softmaxCrossEntropy(logits: Tensor2D, target: Tensor2D): Tensor1D {
  const tf = loadTensorFlow();
  const entropy = tf.customGrad((...args) => {
    const [x] = args as Tensor[];
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const outputs = nativeBackend().executeMultipleOutputs('SoftmaxCrossEntropyWithLogits', [FLOAT], [x!, target], 2);
    const [loss, slope] = outputs as [Tensor, Tensor];
    save([slope]);
    return {
      value: loss,
      gradFunc: (dy: Tensor | Tensor[], [saved]: Tensor[]) => (dy as Tensor).expandDims(-1).mul(saved!),
    };
  });
  return entropy(logits) as Tensor1D;
}
