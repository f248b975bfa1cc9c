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
 * An LSTM layer (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) with a gradient of its own:
 * what the time steps can share is one matrix product over all of them, where tfjs makes one a step, and the slopes of
 * the gates are single operations.
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
  const tf = loadTensorFlow();
  const sequence = input.transpose<Tensor3D>([1, 0, 2]);
  const bias = cell.bias?.read() ?? tf.zeros([4 * cell.units]);
  const isSequence = layer['returnSequences'] === true;
  const output = lstm(
    sequence,
    cell.kernel.read() as Tensor2D,
    cell.recurrentKernel.read() as Tensor2D,
    bias,
    isSequence,
  );
  return isSequence ? output.transpose([1, 0, 2]) : output;
}

function isPlain(layer: Record<string, unknown>, cell: LstmCell): boolean {
  const isPassedOn = ['returnState', 'stateful', 'goBackwards'].some((option) => layer[option] === true);
  const isTanh = cell.activation.getClassName() === 'tanh' && cell.recurrentActivation.getClassName() === 'sigmoid';
  return isTanh && !isPassedOn && cell.dropout === 0 && cell.recurrentDropout === 0;
}

/** What the gradient needs of a time step, each [batch, units]. */
interface StepGates {
  readonly input: Tensor;
  readonly forget: Tensor;
  readonly candidate: Tensor;
  readonly output: Tensor;
  readonly cell: Tensor;
  /** tanh of `cell`. */
  readonly squashed: Tensor;
  readonly hidden: Tensor;
}
const GATES = ['input', 'forget', 'candidate', 'output', 'cell', 'squashed', 'hidden'] as const;

/**
 * @param sequence [steps, batch, features]
 * @param kernel [features, 4 · units], the gates in the order input, forget, candidate, output
 * @param recurrentKernel [units, 4 · units]
 * @param bias [4 · units]
 * @returns the last output, [batch, units]; or all of them, [steps, batch, units]
 */
function lstm(
  sequence: Tensor3D,
  kernel: Tensor2D,
  recurrentKernel: Tensor2D,
  bias: Tensor,
  isSequence: boolean,
): Tensor {
  const tf = loadTensorFlow();
  const [steps, batch, features] = sequence.shape;
  const run = tf.customGrad((...args) => {
    const [x, w, r, b] = args as [Tensor, Tensor2D, Tensor2D, Tensor];
    const save = args.at(-1) as (tensors: Tensor[]) => void;
    const projected = tf.split(matMul(x.reshape([steps * batch, features]), w).add(b), steps);
    const gates = forward(projected, r);
    save([x, w, r, ...gates.flatMap((step) => GATES.map((name) => step[name]))]);
    return {
      value: isSequence ? tf.stack(gates.map(({ hidden }) => hidden)) : gates.at(-1)!.hidden,
      gradFunc: (dy: Tensor | Tensor[], [savedX, savedW, savedR, ...rest]: Tensor[]) => {
        const saved = Array.from({ length: steps }, (_, step) => {
          const values = GATES.map((name, at) => [name, rest[step * GATES.length + at]!] as const);
          return Object.fromEntries(values) as unknown as StepGates;
        });
        const given = isSequence ? tf.unstack(dy as Tensor) : [dy as Tensor];
        const slopes = backward(saved, given, savedR as Tensor2D);
        const all = tf.concat(slopes);
        const before = saved.slice(0, -1).map(({ hidden }) => hidden);
        return [
          matMul(all, savedW as Tensor2D, false, true).reshape([steps, batch, features]),
          matMul(savedX!.reshape([steps * batch, features]), all, true),
          // The first step has no step before it: what it recurs on is zero.
          steps === 1 ? tf.zerosLike(savedR!) : matMul(tf.concat(before), tf.concat(slopes.slice(1)), true),
          all.sum(0),
        ];
      },
    };
  });
  return run(sequence, kernel, recurrentKernel, bias);
}

/** @param projected each step's input times the kernel plus bias, [batch, 4 · units] */
function forward(projected: readonly Tensor[], recurrentKernel: Tensor2D): StepGates[] {
  const tf = loadTensorFlow();
  const steps: StepGates[] = [];
  for (const own of projected) {
    const before = steps.at(-1);
    const sums = before ? own.add(matMul(before.hidden, recurrentKernel)) : own;
    const [i, f, g, o] = tf.split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const [input, forget, candidate, output] = [i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()];
    const added = input.mul(candidate);
    const cell = before ? before.cell.mul(forget).add(added) : added;
    const squashed = cell.tanh();
    steps.push({ input, forget, candidate, output, cell, squashed, hidden: output.mul(squashed) });
  }
  return steps;
}

/**
 * @param given the slope of the loss by each step's output, or by the last alone
 * @returns by each step's sums, [batch, 4 · units]
 */
function backward(steps: readonly StepGates[], given: readonly Tensor[], recurrentKernel: Tensor2D): Tensor[] {
  const tf = loadTensorFlow();
  const slopes: Tensor[] = [];
  let byHidden: Tensor | undefined;
  let byCell: Tensor | undefined;
  for (let at = steps.length - 1; at >= 0; at--) {
    const { input, forget, candidate, output, squashed } = steps[at]!;
    const before = steps[at - 1];
    // One slope alone is the last step's.
    const own = given[given.length === 1 ? at - steps.length + 1 : at];
    const hidden: Tensor = own && byHidden ? own.add(byHidden) : (own ?? byHidden)!;
    const squashedSlope = tanhGrad(squashed, hidden.mul(output));
    const cell: Tensor = byCell ? squashedSlope.add(byCell) : squashedSlope;
    const sums = tf.concat(
      [
        sigmoidGrad(input, cell.mul(candidate)),
        before ? sigmoidGrad(forget, cell.mul(before.cell)) : tf.zerosLike(forget),
        tanhGrad(candidate, cell.mul(input)),
        sigmoidGrad(output, hidden.mul(squashed)),
      ],
      1,
    );
    slopes.unshift(sums);
    if (!before) continue;
    byHidden = matMul(sums, recurrentKernel, false, true);
    byCell = cell.mul(forget);
  }
  return slopes;
}

const FLOAT = typeAttribute('T', 'float32');
const slope = (name: string) => (value: Tensor, dy: Tensor) =>
  nativeBackend().executeSingleOutput(name, [FLOAT], [value, dy]);
/** From what the function gave and the slope by it, the slope by what it took. */
const sigmoidGrad = slope('SigmoidGrad');
const tanhGrad = slope('TanhGrad');

function matMul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  const attributes = [
    FLOAT,
    { name: 'transpose_a', type: ATTRIBUTE.bool, value: transposeA },
    { name: 'transpose_b', type: ATTRIBUTE.bool, value: transposeB },
  ];
  return nativeBackend().executeSingleOutput('MatMul', attributes, [a, b]);
}
