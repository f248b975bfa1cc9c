import { createRandom } from '@lintel/contracts';
import { GraphSession } from '../backbones/graph-session';
import { makeBackbone } from '../backbones/make-backbone';
import { tinyPlan, tinyTorchFile } from '../backbones/testing/tiny-network';
import { distancesOf, fitClassDistance } from '../unlikeness/class-distance';
import { predictLogistic } from './fit-logistic';
import { transferGraph } from './transfer-graph';

const ORIGIN = { licence: 'none', source: 'a test' };

it('gives the layer’s probabilities, heat that adds up to the logits, and distances, in one graph', async () => {
  const { manifest, onnx } = makeBackbone(tinyPlan(), tinyTorchFile(), ORIGIN);
  const random = createRandom(2, 'layer');
  const layer = {
    size: 24,
    classes: 3,
    coefficients: Float32Array.from({ length: 72 }, () => random.normal()),
    intercepts: Float32Array.from({ length: 3 }, () => random.normal()),
  };
  const values = Float32Array.from({ length: 6 * 20 * 20 * 3 }, () => random.normal());
  const feeds = { input: { values, shape: [6, 20, 20, 3] } };
  const frozen = await GraphSession.open(onnx);
  const { features } = await frozen.run(feeds, ['features']);
  const distance = fitClassDistance(features, [0, 1, 2, 0, 1, 2], 3);
  const joined = await GraphSession.open(transferGraph(onnx, manifest, layer, { distance }));
  expect(joined.outputs.map(({ name }) => name)).toEqual(['probabilities', 'features', 'heat', 'distance']);
  const answer = await joined.run(feeds, ['probabilities', 'features', 'heat', 'distance']);

  const expected = predictLogistic(layer, features);
  answer.probabilities.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
  distancesOf(distance, features).forEach((value, row) => expect(answer.distance[row]).toBeCloseTo(value, 3));
  const positions = answer.heat.length / 18;
  for (let row = 0; row < 6; row++) {
    const logits = layer.intercepts.map((intercept, label) => {
      const start = (row * 3 + label) * positions;
      return (
        intercept + answer.heat.subarray(start, start + positions).reduce((sum, value) => sum + value, 0) / positions
      );
    });
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    logits.forEach((logit, label) => expect(Math.exp(logit) / sum).toBeCloseTo(expected[row * 3 + label]!, 4));
  }
  await Promise.all([frozen.close(), joined.close()]);
});

it('leaves out of the graph what it does not need, such as the layer over the classes of ImageNet', () => {
  const plan = tinyPlan();
  const { manifest, onnx } = makeBackbone(plan, tinyTorchFile(plan), ORIGIN);
  const layer = { size: 24, classes: 2, coefficients: new Float32Array(48), intercepts: new Float32Array(2) };
  expect(Buffer.from(onnx).includes('dense_')).toBe(true);
  expect(Buffer.from(transferGraph(onnx, manifest, layer)).includes('dense_')).toBe(false);
});
