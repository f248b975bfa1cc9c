import { availableParallelism } from 'node:os';
import type { Tensor, Tensor2D, Tensor3D, layers } from '@tensorflow/tfjs-node-gpu';
import { ATTRIBUTE, int64Scalar, nativeBackend, typeAttribute } from './native-backend';
import { loadTensorFlow } from './tensorflow';

interface Weight {
  read(): Tensor;
}
interface LstmCell {
  readonly units: number;
  readonly kernel: Weight;
  readonly recurrentKernel: Weight;
  readonly bias: Weight | null;
  readonly activation: { getClassName(): string };
  readonly recurrentActivation: { getClassName(): string };
  readonly dropout: number;
  readonly recurrentDropout: number;
}

/**
 * Computes an LSTM layer (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) with TensorFlow's
 * operation for a whole sequence and its gradient.
 * @param input float32 [batch, steps, features]
 * @returns float32 [batch, units], or [batch, steps, units] if the layer returns sequences; undefined if the layer has
 *   other activations, dropout, or states that are passed on
 */
export function nativeLstm(
  layer: layers.Layer & Record<string, unknown>,
  input: Tensor,
  options: Readonly<Record<string, unknown>>,
): Tensor | undefined {
  const cell = layer['cell'] as LstmCell;
  if (!isPlain(layer, cell) || options['mask'] || options['initialState']) return undefined;
  const bias = cell.bias?.read() ?? loadTensorFlow().zeros([4 * cell.units]);
  const kernels = [cell.kernel.read(), cell.recurrentKernel.read()] as [Tensor2D, Tensor2D];
  return lstm(input as Tensor3D, ...kernels, bias, layer['returnSequences'] === true);
}

function isPlain(layer: Record<string, unknown>, cell: LstmCell): boolean {
  const isPassedOn = ['returnState', 'stateful', 'goBackwards'].some((option) => layer[option] === true);
  const isTanh = cell.activation.getClassName() === 'tanh' && cell.recurrentActivation.getClassName() === 'sigmoid';
  return isTanh && !isPassedOn && cell.dropout === 0 && cell.recurrentDropout === 0;
}

/** Fewer rows than this are not worth a separate chain. */
const MINIMUM_ROWS = 16;

/**
 * The rows of each chain. The operation runs on one thread, because each time step depends on the previous one. The
 * rows of a batch are independent, so a compiled step runs a chain of time steps on every thread.
 */
function rowsOfChains(batch: number): number[] {
  const chains = Math.max(1, Math.min(availableParallelism(), Math.floor(batch / MINIMUM_ROWS)));
  return Array.from({ length: chains }, (_, at) => Math.floor((batch + at) / chains));
}

/**
 * @param input [batch, steps, features]
 * @param kernel [features, 4 · units], the gates in the order input, forget, candidate, output
 * @param recurrentKernel [units, 4 · units]
 * @param bias [4 · units]
 * @returns the last output, [batch, units]; or all of them, [batch, steps, units]
 */
function lstm(input: Tensor3D, kernel: Tensor2D, recurrentKernel: Tensor2D, bias: Tensor, isSequence: boolean): Tensor {
  const tf = loadTensorFlow();
  const kernels = tf.concat([kernel, recurrentKernel]);
  const rows = rowsOfChains(input.shape[0]);
  // tfjs has no gradient of a split into one.
  const chains: Tensor3D[] = rows.length === 1 ? [input] : tf.split(input, rows);
  const outputs = chains.map((chain) => runChain(swapTime(chain), kernels, bias, isSequence));
  return tf.concat(isSequence ? outputs.map((output) => swapTime(output as Tensor3D)) : outputs);
}

/** Converts between [rows, steps, …] and [steps, rows, …], faster than TensorFlow's transpose. */
function swapTime(sequences: Tensor3D): Tensor3D {
  const tf = loadTensorFlow();
  const [first, second, rest] = sequences.shape;
  // tfjs has no gradient of what is unstacked into one.
  return second === 1 ? sequences.as3D(1, first, rest) : (tf.stack(tf.unstack(sequences, 1)) as Tensor3D);
}

const ATTRIBUTES = [typeAttribute('T', 'float32'), { name: 'use_peephole', type: ATTRIBUTE.bool, value: false }];

/**
 * @param sequences [steps, rows, features]
 * @param kernels [features + units, 4 · units]
 * @returns [rows, units] or [steps, rows, units]
 */
function runChain(sequences: Tensor3D, kernels: Tensor2D, bias: Tensor, isSequence: boolean): Tensor {
  const tf = loadTensorFlow();
  const [steps, rows] = sequences.shape;
  const units = bias.size / 4;
  /** The first inputs of both operations: the length, the input, the initial state, the weights. */
  const givenOf = ([x, w, b]: readonly Tensor[]) => {
    const start = tf.zeros([rows, units]);
    const noPeephole = tf.zeros([units]);
    return [int64Scalar(steps), x!, start, start, w!, noPeephole, noPeephole, noPeephole, b!];
  };
  const run = tf.customGrad((...args) => {
    const taken = args.slice(0, 3) as Tensor[];
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const states = nativeBackend().executeMultipleOutputs('BlockLSTMV2', ATTRIBUTES, givenOf(taken), 7);
    save([...taken, ...states]);
    const hidden = states.at(-1) as Tensor3D;
    return {
      value: isSequence ? hidden : hidden.slice(steps - 1).as2D(rows, units),
      gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => {
        const [savedTaken, savedStates] = [saved.slice(0, 3), saved.slice(3)];
        const byCells = tf.zerosLike(savedStates[1]!);
        const byHidden = isSequence
          ? (dy as Tensor)
          : tf.pad((dy as Tensor).expandDims(0), [
              [steps - 1, 0],
              [0, 0],
              [0, 0],
            ]);
        const [byInput, , , byKernels, , , , byBias] = nativeBackend().executeMultipleOutputs(
          'BlockLSTMGradV2',
          ATTRIBUTES,
          [...givenOf(savedTaken), ...savedStates, byCells, byHidden],
          8,
        );
        return [byInput!, byKernels!, byBias!];
      },
    };
  });
  return run(sequences, kernels, bias);
}
