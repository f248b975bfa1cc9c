import { createRandom } from '@lintel/contracts';
import type { Tensor } from '@tensorflow/tfjs-node-gpu';
import { loadTensorFlow } from '../engine/tensorflow';
import { EMBEDDING_LAYER } from '../models/model-family';
import { convolutionsOf, efficientNetLite, EFFICIENTNET_LITES } from './efficientnet-lite';
import { GraphSession } from './graph-session';
import { buildNetworkLayers } from './network-layers';
import { networkWeights } from './network-weights';
import { randomTensors, tinyPlan } from './testing/tiny-network';
import { writeBackbone } from './write-backbone';

const largest = (one: Float32Array, other: Float32Array): number => {
  expect(one).toHaveLength(other.length);
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0);
};

const pictures = (count: number, size: number): Float32Array => {
  const random = createRandom(7, 'pictures');
  return Float32Array.from({ length: count * size * size * 3 }, () => random.normal());
};

describe('the plans of EfficientNet-Lite', () => {
  it.each([
    ['efficientnet-lite0', 16, 4_652_008, [16, 24, 40, 80, 112, 192, 320]],
    ['efficientnet-lite1', 21, 5_416_680, [16, 24, 40, 80, 112, 192, 320]],
    ['efficientnet-lite2', 21, 6_092_072, [16, 24, 48, 88, 120, 208, 352]],
  ])('%s has the published number of blocks, parameters and channels', (name, blocks, parameters, channels) => {
    const plan = efficientNetLite(name);
    const counted = convolutionsOf(plan).reduce(
      (sum, { kind, kernel, inputs, outputs }) =>
        sum + outputs * (kind === 'depthwise' ? 1 : inputs) * kernel * kernel + 2 * outputs,
      (plan.features + 1) * plan.classes,
    );
    expect(plan.blocks).toHaveLength(blocks);
    expect(counted).toBe(parameters);
    const byStage = new Map(plan.blocks.map(({ stage, convolutions }) => [stage, convolutions.at(-1)!.outputs]));
    expect([...byStage.values()]).toEqual(channels);
  });

  it('names what there is when asked for another one', () => {
    expect(() => efficientNetLite('resnet')).toThrow(EFFICIENTNET_LITES.join(', '));
  });
});

describe('a network', () => {
  // Odd and even sides: where TensorFlow pads only after, and where it pads on both sides.
  it.each([20, 21, 27])('gives the same numbers as ONNX and as layers, on pictures of %i pixels', async (size) => {
    const tf = loadTensorFlow();
    const weights = networkWeights(tinyPlan(size), randomTensors(tinyPlan(size)));
    const session = await GraphSession.open(writeBackbone(weights));
    const model = buildNetworkLayers(weights);
    const values = pictures(3, size);
    const graph = await session.run({ input: { values, shape: [3, size, size, 3] } }, ['features', 'logits']);
    const both = tf.model({
      inputs: model.inputs,
      outputs: [model.getLayer(EMBEDDING_LAYER).output as never, model.outputs[0]!],
    });
    const [features, logits] = tf.tidy(() =>
      (both.predict(tf.tensor(values, [3, size, size, 3])) as Tensor[]).map((each) => each.dataSync<'float32'>()),
    );
    expect(largest(graph.features, features!)).toBeLessThan(1e-4);
    expect(largest(graph.logits, logits!)).toBeLessThan(1e-4);
    expect(Math.max(...features!)).toBeGreaterThan(0.1);
    model.dispose();
    await session.close();
  });

  it('gives features that are the mean of its map, and the maps of the stages that were asked for', async () => {
    const size = 20;
    const weights = networkWeights(tinyPlan(size), randomTensors(tinyPlan(size)));
    const session = await GraphSession.open(writeBackbone(weights, { outputs: ['features', 'map'], stages: [5] }));
    expect(session.outputs.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['features', 'batch', 24],
      ['map', 'batch', 3, 3, 24],
      ['stage5', 'batch', 3, 3, 12],
    ]);
    const input = { values: pictures(1, size), shape: [1, size, size, 3] };
    const { features, map } = await session.run({ input }, ['features', 'map', 'stage5']);
    const means = new Float32Array(24);
    map.forEach((value, at) => (means[at % 24]! += value / 9));
    expect(largest(features, means)).toBeLessThan(1e-5);
    await session.close();
  });

  it('refuses weights of another shape, a missing one, and one that is not a number', () => {
    const plan = tinyPlan();
    const broken = (change: (tensors: ReturnType<typeof randomTensors>) => void) => () => {
      const tensors = randomTensors(plan);
      change(tensors);
      networkWeights(plan, tensors);
    };
    expect(broken((tensors) => tensors.delete('_fc.bias'))).toThrow('no such tensor');
    expect(broken((tensors) => tensors.set('_fc.bias', { shape: [5], values: new Float32Array(5) }))).toThrow('[5]');
    expect(broken((tensors) => (tensors.get('_fc.bias')!.values[0] = NaN))).toThrow('finite numbers');
  });
});
