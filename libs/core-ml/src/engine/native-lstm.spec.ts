import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import { installNativeKernels } from './native-kernels';
import { loadTensorFlow } from './tensorflow';

const tf = loadTensorFlow();
installNativeKernels();

type LstmOptions = Parameters<typeof tf.layers.lstm>[0];
const options: LstmOptions = {
  units: 5,
  recurrentActivation: 'sigmoid',
  kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
  recurrentInitializer: tf.initializers.glorotUniform({ seed: 2 }),
  biasInitializer: tf.initializers.randomNormal({ seed: 3, stddev: 0.5 }),
};

/** Output and gradients of a small model, including the input's: our implementation in training, otherwise tfjs's. */
function pass(own: Partial<LstmOptions>, steps: number, training: boolean, batch = 6): Record<string, number[]> {
  return tf.tidy(() => {
    const dense = tf.layers.dense({
      inputShape: [steps, 3],
      units: 4,
      kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }),
    });
    const model = tf.sequential({ layers: [dense, tf.layers.lstm({ ...options, ...own })] });
    const input = tf.randomNormal([batch, steps, 3], 0, 1, 'float32', 7);
    let output!: Tensor;
    const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
    const { grads } = tf.variableGrads(() => {
      output = tf.keep(model.apply(input, { training }) as Tensor);
      // Every output has a different slope.
      const shares = tf.randomNormal(output.shape, 0, 1, 'float32', 9);
      return output.mul(shares).sum<Scalar>();
    }, variables);
    const gradients = variables.map((variable, at) => [`gradient ${at}`, [...grads[variable.name]!.dataSync()]]);
    const values = Object.fromEntries([['output', [...output.dataSync()]], ...gradients]) as Record<string, number[]>;
    output.dispose();
    return values;
  });
}

describe('the LSTM that is trained', () => {
  it.each<[string, Partial<LstmOptions>, number]>([
    ['its last output', {}, 7],
    ['all of its outputs', { returnSequences: true }, 7],
    ['two steps', {}, 2],
    ['no bias', { useBias: false }, 4],
    // These are left to tfjs.
    ['the hard sigmoid', { recurrentActivation: 'hardSigmoid' }, 4],
    ['a sequence read backwards', { goBackwards: true }, 4],
  ])("gives the outputs and the gradients of tfjs's own, with %s", (_, own, steps) => {
    const [ours, theirs] = [pass(own, steps, true), pass(own, steps, false)];
    expect(Object.keys(ours)).toHaveLength(own.useBias === false ? 5 : 6);
    for (const [name, values] of Object.entries(theirs)) {
      expect(ours[name]).toHaveLength(values.length);
      values.forEach((value, at) => expect(ours[name]![at]).toBeCloseTo(value, 5));
    }
  });

  it.each([true, false])(
    'gives them where the batch is large enough to be divided, all outputs: %s',
    (returnSequences) => {
      const [ours, theirs] = [true, false].map((training) => pass({ returnSequences }, 5, training, 67));
      for (const [name, values] of Object.entries(theirs!)) {
        expect(ours![name]).toHaveLength(values.length);
        values.forEach((value, at) =>
          expect(Math.abs(ours![name]![at]! - value)).toBeLessThan(1e-5 * (1 + Math.abs(value))),
        );
      }
    },
  );

  it('can be trained on sequences of one step, on which tfjs fails', () => {
    const { output, ...gradients } = pass({}, 1, true);
    const recurrent = gradients['gradient 3']!;
    expect(output).toHaveLength(30);
    expect(recurrent).toHaveLength(100);
    expect(recurrent.every((value) => value === 0)).toBe(true);
    expect(Object.values(gradients).flat().every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor behind', () => {
    pass({}, 3, true);
    const before = tf.memory().numTensors;
    pass({}, 3, true);
    // The variables of the model itself.
    expect(tf.memory().numTensors - before).toBe(5);
  });
});
