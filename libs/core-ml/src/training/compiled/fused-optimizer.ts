import { ATTRIBUTE, DATA_TYPE, type NativeAttribute } from '../../engine/native-backend';
import { type OptimizerConfig } from '../../recipe/training-config';
import { type Graph, type GraphNode, type NodeOutput } from './graph-node';
import { type GraphVariable } from './graph-variable';

const TYPE: NativeAttribute = { name: 'T', type: ATTRIBUTE.type, value: DATA_TYPE.float32 };
const boolean = (name: string, value: boolean): NativeAttribute => ({ name, type: ATTRIBUTE.bool, value });

/** Numbers that change from step to step, fed into the graph under these names. */
export type StepScalars = Readonly<Record<'learningRate' | 'stepSize' | 'epsilon', number>>;

/** One operation per variable instead of the dozen that tfjs runs. */
export interface FusedOptimizer {
  /** In the order of the slots of tfjs's optimiser, so that either can resume from the other's checkpoint. */
  readonly slots: readonly string[];
  scalars(step: number, learningRate: number): StepScalars;
  apply(
    graph: Graph,
    name: string,
    variable: GraphVariable,
    slots: readonly GraphVariable[],
    gradient: NodeOutput,
    scalars: Readonly<Record<keyof StepScalars, NodeOutput>>,
  ): GraphNode;
}

export function fusedOptimizer(config: OptimizerConfig): FusedOptimizer {
  const plain = (_step: number, learningRate: number): StepScalars => ({
    learningRate,
    stepSize: learningRate,
    epsilon: 'epsilon' in config ? config.epsilon : 0,
  });
  switch (config.kind) {
    case 'adam':
      return {
        slots: ['m', 'v'],
        scalars: (step, learningRate) => {
          const { root, stepSize } = biasCorrection(config, step + 1);
          // tfjs adds epsilon to the bias-corrected root, TensorFlow to the raw one: scaled so that both are
          // equivalent.
          return { learningRate, stepSize: learningRate * stepSize, epsilon: config.epsilon * root };
        },
        apply: (graph, name, variable, [m, v], gradient, { stepSize, epsilon }) =>
          graph.add(
            name,
            'ResourceApplyAdam',
            [
              variable.handle,
              m!.handle,
              v!.handle,
              // Already bias-corrected.
              graph.scalar(`${name}/beta1-power`, 0),
              graph.scalar(`${name}/beta2-power`, 0),
              stepSize,
              graph.scalar(`${name}/beta1`, config.beta1),
              graph.scalar(`${name}/beta2`, config.beta2),
              epsilon,
              gradient,
            ],
            [TYPE, boolean('use_locking', false), boolean('use_nesterov', false)],
          ),
      };
    case 'rmsprop':
      return {
        slots: ['rms', 'momentum'],
        scalars: plain,
        apply: (graph, name, variable, [meanSquare, momentum], gradient, { learningRate, epsilon }) =>
          graph.add(
            name,
            'ResourceApplyRMSProp',
            [
              variable.handle,
              meanSquare!.handle,
              momentum!.handle,
              learningRate,
              graph.scalar(`${name}/decay`, config.decay),
              graph.scalar(`${name}/momentum`, 0),
              epsilon,
              gradient,
            ],
            [TYPE, boolean('use_locking', false)],
          ),
      };
    case 'sgd':
      if (config.momentum === 0) {
        return {
          slots: [],
          scalars: plain,
          apply: (graph, name, variable, _slots, gradient, { learningRate }) =>
            graph.add(
              name,
              'ResourceApplyGradientDescent',
              [variable.handle, learningRate, gradient],
              [TYPE, boolean('use_locking', false)],
            ),
        };
      }
      return {
        slots: ['momentum'],
        scalars: plain,
        apply: (graph, name, variable, [accumulator], gradient, { learningRate }) =>
          graph.add(
            name,
            'ResourceApplyMomentum',
            [
              variable.handle,
              accumulator!.handle,
              learningRate,
              gradient,
              graph.scalar(`${name}/momentum`, config.momentum),
            ],
            [TYPE, boolean('use_locking', false), boolean('use_nesterov', config.nesterov)],
          ),
      };
  }
}

/**
 * Adam's correction for bias (Kingma and Ba 2015, §2) as tfjs computes it, whose numbers are float32: one minus 0.999
 * then is off by 1.3e-5 of its value. TensorFlow has that error in the moment, tfjs in the correction.
 * @param count of steps, from 1
 */
function biasCorrection({ beta1, beta2 }: { readonly beta1: number; readonly beta2: number }, count: number) {
  const [first, second] = [beta1, beta2].map((beta) => {
    const rounded = Math.fround(beta);
    return (1 - rounded ** count) * ((1 - rounded) / Math.fround(1 - beta));
  }) as [number, number];
  return { root: Math.sqrt(second), stepSize: Math.sqrt(second) / first };
}
