import { availableParallelism } from 'node:os';
import type { Tensor, Tensor2D, Tensor3D, layers } from '@tensorflow/tfjs-node-gpu';
import { ATTRIBUTE, nativeBackend, typeAttribute } from './native-backend';
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
 * An LSTM layer (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) out of TensorFlow's
 * operations for one time step, with a gradient of its own: the products for the weights are one over all time steps.
 * @param input float32 [batch, steps, features]
 * @returns float32 [batch, units], or [batch, steps, units] where the layer returns sequences; undefined where the
 *   layer is another than this: other activations, dropout, states that are passed on
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

/** Fewer rows than this are not worth a chain of their own. */
const MINIMUM_ROWS = 16;

/**
 * The rows of each chain. A time step is too small for two threads and waits for the one before; but the rows of a
 * batch don't wait for each other, so a compiled step runs a chain of time steps on every thread.
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
  const weights = [swapGates(tf.concat([kernel, recurrentKernel])), swapGates(bias)] as const;
  const rows = rowsOfChains(input.shape[0]);
  // tfjs has no gradient of a split into one.
  const chains: Tensor3D[] = rows.length === 1 ? [input] : tf.split(input, rows);
  return tf.concat(chains.map((chain) => runChain(chain, ...weights, isSequence)));
}

/** Between the order of tfjs and TensorFlow's: input, candidate, forget, output. */
function swapGates<T extends Tensor>(weights: T): T {
  const tf = loadTensorFlow();
  const [input, second, third, output] = tf.split(weights, 4, -1);
  return tf.concat([input!, third!, second!, output!], -1) as T;
}

/** What TensorFlow's operation gives of a time step, each [rows, units]; the gates, the cell, its tanh, the output. */
const STATE = ['input', 'cell', 'forget', 'output', 'candidate', 'squashed', 'hidden'] as const;
type StepState = Readonly<Record<(typeof STATE)[number], Tensor>>;

/**
 * @param sequences [rows, steps, features]
 * @param kernel [features + units, 4 · units], in TensorFlow's order of gates
 * @returns [rows, units] or [rows, steps, units]
 */
function runChain(sequences: Tensor3D, kernel: Tensor2D, bias: Tensor, isSequence: boolean): Tensor {
  const tf = loadTensorFlow();
  const [rows, steps, features] = sequences.shape;
  const units = bias.size / 4;
  const run = tf.customGrad((...args) => {
    const [x, w, b] = args as [Tensor3D, Tensor2D, Tensor];
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const states = forward(tf.unstack(x, 1), w, b);
    save([x, w, b, ...states.flatMap((state) => STATE.map((name) => state[name]))]);
    const outputs = states.map(({ hidden }) => hidden);
    return {
      value: isSequence ? tf.stack(outputs, 1) : outputs.at(-1)!,
      gradFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => {
        const [savedX, savedW, savedB, ...values] = saved as [Tensor3D, Tensor2D, Tensor, ...Tensor[]];
        const done = Array.from({ length: steps }, (_, step) => {
          const named = STATE.map((name, at) => [name, values[step * STATE.length + at]!] as const);
          return Object.fromEntries(named) as unknown as StepState;
        });
        const given = isSequence ? tf.unstack(dy as Tensor, 1) : [dy as Tensor];
        const slopes = tf
          .stack(backward(tf.unstack(savedX, 1), done, savedW, savedB, given), 1)
          .reshape<Tensor2D>([rows * steps, 4 * units]);
        const before = tf.stack([tf.zeros([rows, units]), ...done.slice(0, -1).map(({ hidden }) => hidden)], 1);
        // What each step's sums take: the input, the output before, and one for the bias.
        const taken = tf
          .concat([savedX, before, tf.ones([rows, steps, 1])], 2)
          .reshape<Tensor2D>([rows * steps, features + units + 1]);
        const byWeights = matMul(taken, slopes, { transposeA: true });
        return [
          matMul(slopes, savedW.slice([0, 0], [features, -1]), { transposeB: true }).reshape(savedX.shape),
          byWeights.slice([0, 0], [features + units, -1]),
          byWeights.slice([features + units, 0]).reshape([4 * units]),
        ];
      },
    };
  });
  return run(sequences, kernel, bias);
}

const FLOAT = typeAttribute('T', 'float32');
const NO_PEEPHOLE = { name: 'use_peephole', type: ATTRIBUTE.bool, value: false };
/** The forget gate's bias is among the biases; the cell is not clipped. */
const CELL_ATTRIBUTES = [
  FLOAT,
  NO_PEEPHOLE,
  { name: 'forget_bias', type: ATTRIBUTE.float, value: 0 },
  { name: 'cell_clip', type: ATTRIBUTE.float, value: -1 },
];

/** @param inputs of each time step, [rows, features] */
function forward(inputs: readonly Tensor[], kernel: Tensor2D, bias: Tensor): StepState[] {
  const tf = loadTensorFlow();
  const units = bias.size / 4;
  const start = tf.zeros([inputs[0]!.shape[0], units]);
  const unused = tf.zeros([units]);
  const states: StepState[] = [];
  for (const input of inputs) {
    const { cell = start, hidden = start } = states.at(-1) ?? {};
    const values = nativeBackend().executeMultipleOutputs(
      'LSTMBlockCell',
      CELL_ATTRIBUTES,
      [input, cell, hidden, kernel, unused, unused, unused, bias],
      STATE.length,
    );
    states.push(Object.fromEntries(STATE.map((name, at) => [name, values[at]!])) as unknown as StepState);
  }
  return states;
}

/**
 * @param given the slope of the loss by each step's output, or by the last alone
 * @returns by each step's sums, [rows, 4 · units]
 */
function backward(
  inputs: readonly Tensor[],
  states: readonly StepState[],
  kernel: Tensor2D,
  bias: Tensor,
  given: readonly Tensor[],
): Tensor[] {
  const tf = loadTensorFlow();
  const [rows, features] = inputs[0]!.shape as [number, number];
  const start = tf.zeros([rows, bias.size / 4]);
  const unused = tf.zeros([bias.size / 4]);
  const recurrentKernel = kernel.slice([features, 0]);
  const slopes: Tensor[] = [];
  let byHidden: Tensor | undefined;
  let byCell = start;
  for (let at = states.length - 1; at >= 0; at--) {
    const { input, cell, forget, output, candidate, squashed } = states[at]!;
    const before = states[at - 1] ?? { cell: start, hidden: start };
    // One slope alone is the last step's.
    const own = given[given.length === 1 ? at - states.length + 1 : at];
    const [cellBefore, sums] = nativeBackend().executeMultipleOutputs(
      'LSTMBlockCellGrad',
      [FLOAT, NO_PEEPHOLE],
      [
        ...[inputs[at]!, before.cell, before.hidden, kernel, unused, unused, unused, bias],
        ...[input, cell, forget, output, candidate, squashed],
        ...[byCell, own && byHidden ? own.add(byHidden) : (own ?? byHidden)!],
      ],
      5,
    ) as [Tensor, Tensor];
    slopes.unshift(sums);
    byCell = cellBefore;
    if (at > 0) byHidden = matMul(sums, recurrentKernel, { transposeB: true });
  }
  return slopes;
}

function matMul(a: Tensor, b: Tensor, { transposeA = false, transposeB = false }): Tensor2D {
  const attributes = [
    FLOAT,
    { name: 'transpose_a', type: ATTRIBUTE.bool, value: transposeA },
    { name: 'transpose_b', type: ATTRIBUTE.bool, value: transposeB },
  ];
  return nativeBackend().executeSingleOutput('MatMul', attributes, [a, b]) as Tensor2D;
}
