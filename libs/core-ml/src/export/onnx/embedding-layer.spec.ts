import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu';
import { createRandom } from '@lintel/contracts';
import { loadTensorFlow } from '../../engine/tensorflow';
import { largestDifference } from '../largest-difference';
import { OnnxSession } from '../../inference/onnx-session';
import { EMBEDDING_LAYER } from '../../models/model-family';
import { exportOnnx, ONNX_EMBEDDING, ONNX_INPUT, ONNX_PROBABILITIES } from './export-onnx';

const tf = loadTensorFlow();
const { layers: l } = tf;
const LENGTH = 7;
const WORDS = 9;
const CLASSES = 3;
const EXAMPLES = 6;

/** Sequences of one to seven ids, with zeros at the end. */
function sequences(): Int32Array {
  const random = createRandom(2, 'sequences');
  return Int32Array.from({ length: EXAMPLES * LENGTH }, (_, at) => {
    const id = 1 + random.int(WORDS - 1);
    return at % LENGTH <= Math.floor(at / LENGTH) ? id : 0;
  });
}

/** @param dtype of the input of the model */
function modelOf(dtype: 'int32' | 'float32', maskZero: boolean, stack: (embedded: SymbolicTensor) => SymbolicTensor) {
  const ids = tf.input({ shape: [LENGTH], dtype });
  const embedded = l.embedding({ inputDim: WORDS, outputDim: 4, maskZero }).apply(ids) as SymbolicTensor;
  const features = l.dense({ units: 5, name: EMBEDDING_LAYER }).apply(stack(embedded));
  return tf.model({ inputs: ids, outputs: l.dense({ units: CLASSES }).apply(features) as SymbolicTensor });
}

/** The answers of the model and of its export. */
async function both(model: LayersModel, ids: Int32Array): Promise<[Float32Array, Float32Array]> {
  const dtype = model.inputs[0]!.dtype as 'int32' | 'float32';
  const { bytes } = exportOnnx(model, 'logits', {});
  const session = await OnnxSession.open(bytes, {
    inputs: [{ name: ONNX_INPUT, dtype: dtype === 'int32' ? 'int64' : dtype, shape: [LENGTH] }],
    outputs: [
      { name: ONNX_PROBABILITIES, dtype: 'float32', shape: [CLASSES], meaning: 'probabilities' },
      { name: ONNX_EMBEDDING, dtype: 'float32', shape: [5], meaning: 'embedding' },
    ],
  });
  const inputs = dtype === 'int32' ? BigInt64Array.from(ids, BigInt) : Float32Array.from(ids);
  const exported = await session.run({ [ONNX_INPUT]: inputs }, EXAMPLES);
  await session.close();
  const own = (model.predict(tf.tensor2d(ids, [EXAMPLES, LENGTH], dtype)) as Tensor).softmax();
  return [own.dataSync<'float32'>(), exported[ONNX_PROBABILITIES] as Float32Array];
}

const recurrent = { recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' } as const;
const apply = (input: SymbolicTensor, ...layers: { apply(input: SymbolicTensor): unknown }[]): SymbolicTensor =>
  layers.reduce<SymbolicTensor>((value, layer) => layer.apply(value) as SymbolicTensor, input);

describe('an exported embedding', () => {
  it.each(['int32', 'float32'] as const)('gives the rows of ids that come as %s', async (dtype) => {
    const [own, exported] = await both(
      modelOf(dtype, false, (embedded) => apply(embedded, l.flatten())),
      sequences(),
    );
    expect(largestDifference(own, exported)).toBeLessThan(1e-5);
  });

  it.each<[string, (embedded: SymbolicTensor) => SymbolicTensor]>([
    ['a GRU', (embedded) => apply(embedded, l.dropout({ rate: 0.3 }), l.gru({ ...recurrent, units: 6 }))],
    ['an LSTM', (embedded) => apply(embedded, l.lstm({ ...recurrent, units: 6 }))],
    [
      'a GRU over the sequence of another',
      (embedded) =>
        apply(embedded, l.gru({ ...recurrent, units: 4, returnSequences: true }), l.gru({ ...recurrent, units: 6 })),
    ],
  ])('stops %s at the padding', async (_, stack) => {
    const model = modelOf('int32', true, stack);
    const ids = sequences();
    const [own, exported] = await both(model, ids);
    expect(largestDifference(own, exported)).toBeLessThan(1e-5);
    // The row of the padding takes no part.
    const [kernel, ...others] = model.getWeights();
    const rows = kernel!.dataSync<'float32'>().slice();
    rows.fill(50, 0, 4);
    model.setWeights([tf.tensor2d(rows, [WORDS, 4]), ...others]);
    expect(largestDifference(own, (await both(model, ids))[1])).toBeLessThan(1e-5);
  });
});
