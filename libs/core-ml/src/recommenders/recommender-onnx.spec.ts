import { createRandom } from '@lintel/contracts';
import { OnnxSession } from '../inference/onnx-session';
import { contributionOf, type ItemWeights, scoreHistory } from './item-weights';
import { decodeItemWeights, encodeItemWeights } from './item-weights-file';
import { HISTORY_ITEMS, HISTORY_WEIGHTS, recommenderOnnx, SCORES } from './recommender-onnx';

const ITEMS = 7;
const random = createRandom(1, 'weights');
const floats = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
const base = floats(ITEMS);

const MODELS: Readonly<Record<ItemWeights['kind'], ItemWeights>> = {
  base: { kind: 'base', items: ITEMS, base },
  dense: { kind: 'dense', items: ITEMS, base, values: floats(ITEMS * ITEMS) },
  sparse: {
    kind: 'sparse',
    items: ITEMS,
    base,
    width: 3,
    ids: Int32Array.from({ length: ITEMS * 3 }, (_, at) => (at * 2) % ITEMS),
    values: floats(ITEMS * 3),
  },
  factors: { kind: 'factors', items: ITEMS, base, size: 2, from: floats(ITEMS * 2), to: floats(ITEMS * 2) },
};

describe.each(Object.values(MODELS))('a recommender of kind $kind', (model) => {
  const histories = [
    { items: Int32Array.of(0, 3, 6), weights: Float32Array.of(0.5, 1, 2) },
    { items: Int32Array.of(2), weights: Float32Array.of(1) },
    { items: new Int32Array(), weights: new Float32Array() },
  ];

  it('scores histories of any length on onnxruntime as it does itself, also an empty one', async () => {
    const graph = recommenderOnnx(model, 4);
    const session = await OnnxSession.open(graph.bytes, graph);
    const items = new BigInt64Array(3 * 4);
    const weights = new Float32Array(3 * 4);
    histories.forEach((history, row) => {
      history.items.forEach((item, at) => (items[row * 4 + at] = BigInt(item)));
      weights.set(history.weights, row * 4);
    });
    const outputs = await session.run({ [HISTORY_ITEMS]: items, [HISTORY_WEIGHTS]: weights }, 3);
    await session.close();
    const scores = outputs[SCORES] as Float32Array;
    histories.forEach((history, row) =>
      scoreHistory(model, history).forEach((score, item) => expect(scores[row * ITEMS + item]).toBeCloseTo(score, 4)),
    );
  });

  it('gives each score exactly as the sum of its base and what each item of the history adds', () => {
    for (const { items, weights } of histories) {
      scoreHistory(model, { items, weights }).forEach((score, to) => {
        const sum = items.reduce((all, of, at) => all + weights[at]! * contributionOf(model, of, to), base[to]!);
        expect(sum).toBeCloseTo(score, 9);
      });
    }
  });

  it('is the same after it was written and read, and a damaged file is refused', () => {
    const bytes = encodeItemWeights(model);
    expect(decodeItemWeights(bytes, 'weights.bin')).toEqual(model);
    expect(() => decodeItemWeights(bytes.subarray(0, bytes.length - 4), 'weights.bin')).toThrow('too few values');
    expect(() => decodeItemWeights(undefined, 'weights.bin')).toThrow('no such file');
  });
});
