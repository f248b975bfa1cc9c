import type { LayersModel, layers } from '@tensorflow/tfjs-node-gpu';
import { createRandom, sizeOfShape } from '@lintel/contracts';
import { loadTensorFlow } from '../../engine/tensorflow';
import { type OnnxInterface, OnnxSession } from '../../inference/onnx-session';
import { DISTANCE, EMBEDDING, PROBABILITIES, runClassifier } from '../../tasks/image-classification/class-outputs';
import { EMBEDDING_LAYER, type ModelOutput } from '../../models/model-family';
import { MODEL_FAMILIES } from '../../models/model-families';
import { checkParity } from '../parity';
import { PARITY_TOLERANCE } from '../parity-tolerance';
import { fitClassDistance } from '../../unlikeness/class-distance';
import { exportOnnx, ONNX_DISTANCE, ONNX_EMBEDDING, ONNX_INPUT, ONNX_PROBABILITIES } from './export-onnx';

const tf = loadTensorFlow();
const { layers: l } = tf;
const CLASSES = 4;

function batch(shape: readonly number[], size: number) {
  const random = createRandom(7, 'export');
  const length = size * sizeOfShape(shape);
  return { inputs: Float32Array.from({ length }, () => random.normal()), labels: new Int32Array(size), size };
}

/** Changes the special weights of a fresh model (zero biases, unit variances), so that each one matters. */
function disturb(model: LayersModel): void {
  const random = createRandom(3, 'weights');
  model.setWeights(
    model.getWeights().map((weight) => {
      const isVariance = weight.dataSync<'float32'>().every((value) => value === 1);
      const values = Float32Array.from(weight.dataSync(), (value) => value + 0.1 * random.normal());
      return tf.tensor(isVariance ? values.map((value) => Math.abs(value) + 0.5) : values, weight.shape);
    }),
  );
}

const interfaceOf = (shape: number[], embeddingSize: number): OnnxInterface => ({
  inputs: [{ name: ONNX_INPUT, dtype: 'float32', shape }],
  outputs: [
    { name: ONNX_PROBABILITIES, dtype: 'float32', shape: [CLASSES], meaning: PROBABILITIES },
    { name: ONNX_EMBEDDING, dtype: 'float32', shape: [embeddingSize], meaning: EMBEDDING },
  ],
});

async function parityOf(model: LayersModel, output: ModelOutput): Promise<number> {
  disturb(model);
  const shape = model.inputs[0]!.shape.slice(1) as number[];
  const { bytes, embeddingSize } = exportOnnx(model, output, {});
  const onnx = interfaceOf(shape, embeddingSize);
  const session = await OnnxSession.open(bytes, onnx);
  const batches = [batch(shape, 5), batch(shape, 1)];
  const { maxAbsoluteDifference } = await checkParity(model, output, runClassifier(session, onnx), batches);
  await session.close();
  return maxAbsoluteDifference;
}

const head = () => [l.dense({ units: 6, name: EMBEDDING_LAYER }), l.dense({ units: CLASSES, activation: 'softmax' })];
const picture = { inputShape: [9, 7, 3] };
const sequence = { inputShape: [6, 5] };

const STACKS: Record<string, () => layers.Layer[]> = {
  'same padding with strides that do not divide': () => [
    l.conv2d({ ...picture, filters: 4, kernelSize: [3, 2], strides: 2, padding: 'same', activation: 'elu' }),
    l.flatten(),
  ],
  'a dilated convolution without bias': () => [
    l.conv2d({ ...picture, filters: 4, kernelSize: 2, dilationRate: 2, useBias: false }),
    l.globalMaxPooling2d({}),
  ],
  'a depthwise convolution of two outputs a channel, padded unevenly, with ReLU6 and ReLU': () => [
    l.depthwiseConv2d({
      ...picture,
      inputShape: [10, 7, 3],
      kernelSize: 3,
      strides: 2,
      depthMultiplier: 2,
      padding: 'same',
    }),
    l.reLU({ maxValue: 6 }),
    l.depthwiseConv2d({ kernelSize: 5, padding: 'same', useBias: false, activation: 'relu' }),
    l.conv2d({ filters: 4, kernelSize: 1 }),
    l.reLU({}),
    l.globalAveragePooling2d({}),
  ],
  'average and maximum pooling with the same padding': () => [
    l.averagePooling2d({ ...picture, poolSize: 2, strides: 2, padding: 'same' }),
    l.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    l.flatten(),
  ],
  'batch normalisation of a picture, without scale or centre': () => [
    l.conv2d({ ...picture, filters: 4, kernelSize: 3 }),
    l.batchNormalization({ scale: false }),
    l.batchNormalization({ center: false }),
    l.globalAveragePooling2d({}),
  ],
  'batch normalisation and activation of a flattened picture': () => [
    l.conv2d({ ...picture, filters: 4, kernelSize: 3 }),
    l.flatten(),
    l.batchNormalization({}),
    l.activation({ activation: 'tanh' }),
  ],
  'dropout and a reshape between pictures and vectors': () => [
    l.conv2d({ ...picture, filters: 4, kernelSize: 3 }),
    l.dropout({ rate: 0.5 }),
    l.reshape({ targetShape: [5, 28] }),
    l.flatten(),
  ],
  'a dense layer over a sequence': () => [l.dense({ ...sequence, units: 3, activation: 'sigmoid' }), l.flatten()],
  'an LSTM that gives the sequence, under another': () => [
    l.lstm({ ...sequence, units: 4, returnSequences: true }),
    l.lstm({ units: 3, recurrentActivation: 'sigmoid' }),
  ],
  'a GRU that gives the sequence, under another without bias': () => [
    l.gru({ ...sequence, units: 4, returnSequences: true, recurrentActivation: 'sigmoid' }),
    l.gru({ units: 3, useBias: false, activation: 'relu' }),
  ],
};

describe('exportOnnx', () => {
  it.each(MODEL_FAMILIES.map((family) => [family.name, family] as const))(
    'gives the answers of %s',
    async (_, family) => {
      const model = family.build({ exampleShape: [20, 22, 3], classes: CLASSES, seed: 5 });
      expect(await parityOf(model, family.output)).toBeLessThan(PARITY_TOLERANCE);
    },
  );

  it.each(Object.entries(STACKS))('gives the answers of %s', async (_, stack) => {
    const model = tf.sequential({ layers: [...stack(), ...head()] });
    expect(await parityOf(model, 'probabilities')).toBeLessThan(PARITY_TOLERANCE);
  });

  it('writes the metadata into the file', () => {
    const model = tf.sequential({ layers: [l.dense({ inputShape: [2], units: 3, name: EMBEDDING_LAYER })] });
    const { bytes } = exportOnnx(model, 'logits', { classNames: '["a","b","c"]' });
    expect(Buffer.from(bytes).toString('latin1')).toContain('["a","b","c"]');
  });

  it.each([
    ['a layer that it does not know', () => l.conv1d({ ...sequence, filters: 2, kernelSize: 2 }), /one of Activation/],
    ['an LSTM that runs backwards', () => l.lstm({ ...sequence, units: 2, goBackwards: true }), /goBackwards: false/],
    ['channels first', () => l.maxPooling2d({ ...picture, dataFormat: 'channelsFirst' }), /channels last/],
  ])('refuses %s and names it', (_, layer, expected) => {
    const model = tf.sequential({ layers: [layer(), l.flatten(), ...head()].slice(0, 1) });
    expect(() => exportOnnx(model, 'logits', {})).toThrow(expected);
    expect(() => exportOnnx(model, 'logits', {})).toThrow(/can't be exported to ONNX/);
  });
});

describe('checkParity', () => {
  it('refuses an exported model that gives different answers, or NaN', async () => {
    const model = tf.sequential({ layers: [l.dense({ inputShape: [2], units: 3 }), ...head()] });
    const wrong = (value: number) => () =>
      Promise.resolve({
        probabilities: new Float32Array(5 * CLASSES).fill(value),
        embeddings: new Float32Array(5 * 6),
      });
    for (const value of [0.9, NaN]) {
      const check = checkParity(model, 'probabilities', wrong(value), [batch([2], 5)]);
      await expect(check).rejects.toMatchObject({ code: 'PARITY_FAILED' });
    }
  });
});

describe('the distance to the training examples', () => {
  it('is an output of the graph that the parity gate covers', async () => {
    const model = tf.sequential({ layers: [l.flatten({ inputShape: [3, 4] }), ...head()] });
    disturb(model);
    const random = createRandom(5, 'features');
    const features = Float32Array.from({ length: 40 * 6 }, () => random.normal());
    const labels = Int32Array.from({ length: 40 }, (_, at) => at % CLASSES);
    const distance = fitClassDistance(features, labels, CLASSES);
    const { bytes, embeddingSize } = exportOnnx(model, 'probabilities', {}, distance);
    const { inputs, outputs } = interfaceOf([3, 4], embeddingSize);
    const distanceOutput = { name: ONNX_DISTANCE, dtype: 'float32' as const, shape: [], meaning: DISTANCE };
    const onnx = { inputs, outputs: [...outputs, distanceOutput] };
    const session = await OnnxSession.open(bytes, onnx);
    const run = runClassifier(session, onnx);
    const check = (expected: typeof distance, size: number) =>
      checkParity(model, 'probabilities', run, [batch([3, 4], size)], expected);
    expect((await check(distance, 7)).maxAbsoluteDifference).toBeLessThan(1e-5);
    expect((await run(batch([3, 4], 7).inputs, 7)).distances).toHaveLength(7);
    const other = { ...distance, centre: distance.centre.map((value) => value + 0.01) };
    await expect(check(other, 7)).rejects.toMatchObject({ code: 'PARITY_FAILED' });
    await session.close();
  });
});
