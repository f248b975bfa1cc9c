import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { LintelError, sizeOfShape } from '@lintel/contracts';
import { typeAttribute } from '../../engine/native-backend';
import { readModelWeights, type StepConfig, writeModelWeights } from '../eager-step';
import {
  type NamedArray,
  type StepResult,
  type StepSchedule,
  type TrainingBatch,
  type TrainingStep,
} from '../training-step';
import { averageShare } from '../weight-average';
import { fusedOptimizer } from './fused-optimizer';
import { type Graph, type NodeOutput } from './graph-node';
import { GraphSession } from './graph-session';
import { type GraphVariable } from './graph-variable';
import { type BatchGraph, StepGraph } from './step-graph';

/** Sizes of the batches: the last one of an epoch can be smaller. */
export interface BatchSizes {
  readonly train: readonly number[];
  readonly evaluate: readonly number[];
}

/**
 * A training step that is recorded once and then runs as one TensorFlow graph: one native call a step, fused and
 * scheduled by TensorFlow. Weights and optimiser slots are stored in the graph; `readWeights` copies them to the model.
 * @throws LintelError NOT_COMPILABLE if the step depends on values computed in JavaScript
 */
export function createCompiledStep(model: LayersModel, config: StepConfig, sizes: BatchSizes): TrainingStep {
  const optimizer = fusedOptimizer(config.optimizer);
  const steps = new StepGraph(model, config, optimizer);
  const training = new Map(sizes.train.map((size) => [size, steps.addTraining(size)]));
  const evaluation = new Map(sizes.evaluate.map((size) => [size, steps.addEvaluation(size)]));
  const slots = steps.slots.flat();
  const weightsWritten = addWritten(steps.graph, 'weights', steps.weights);
  const slotsWritten = addWritten(steps.graph, 'slots', slots);
  const averagesWritten = addWritten(steps.graph, 'averages', steps.averages);
  const session = new GraphSession(steps.graph);
  let iterations = 0;

  const write = (variables: readonly GraphVariable[], written: NodeOutput, values: readonly NamedArray[]): void => {
    if (variables.length > 0) session.run(feedsOf(variables, values), [written]);
  };
  const read = (variables: readonly GraphVariable[]): Float32Array[] =>
    variables.length === 0
      ? []
      : (session.run(
          [],
          variables.map(({ content }) => content),
        ) as Float32Array[]);
  const named = (values: readonly Float32Array[]): NamedArray[] =>
    model.weights.map(({ originalName }, at) => ({
      name: originalName,
      shape: steps.weights[at]!.shape,
      values: values[at]!,
    }));
  const run = (
    graphs: ReadonlyMap<number, BatchGraph>,
    batch: TrainingBatch,
    scalars: Parameters<GraphSession['run']>[0],
  ): StepResult => {
    const graph = graphs.get(batch.size);
    if (!graph) throw unknownSize(batch.size, [...graphs.keys()]);
    const feeds = [[graph.inputs, batch.inputs] as const, [graph.labels, batch.labels] as const, ...scalars];
    const [loss, correct] = session.run(feeds, [graph.loss, graph.correct]);
    return { loss: loss![0]!, correct: correct![0]! };
  };

  const initial = readModelWeights(model);
  write(steps.weights, weightsWritten, initial);
  write(steps.averages, averagesWritten, initial);
  write(
    slots,
    slotsWritten,
    slots.map((slot) => ({ ...slot, values: new Float32Array(sizeOfShape(slot.shape)) })),
  );

  return {
    train(batch, { step, learningRate }: StepSchedule) {
      iterations = step + 1;
      const scalars = Object.entries(optimizer.scalars(step, learningRate)).map(
        ([name, value]) => [steps.scalars[name as keyof typeof steps.scalars], Float32Array.of(value)] as const,
      );
      const share = Float32Array.of(averageShare(config.weightAverage, step));
      return run(training, batch, [[steps.step, Int32Array.of(step)], [steps.averageShare, share], ...scalars]);
    },
    evaluate: (batch) => run(evaluation, batch, []),
    readWeights() {
      const weights = named(read(steps.weights));
      writeModelWeights(model, weights);
      return weights;
    },
    writeWeights(weights) {
      write(steps.weights, weightsWritten, weights);
      writeModelWeights(model, weights);
    },
    readOptimizer() {
      const values = read(slots);
      const iteration = { name: 'iter', shape: [], values: Float32Array.of(iterations) };
      return Promise.resolve([
        iteration,
        ...slots.map(({ name, shape }, at) => ({ name, shape, values: values[at]! })),
      ]);
    },
    writeOptimizer([, ...values]) {
      write(slots, slotsWritten, values);
      return Promise.resolve();
    },
    readAverage: () => (steps.averages.length === 0 ? undefined : named(read(steps.averages))),
    writeAverage: (weights) => write(steps.averages, averagesWritten, weights),
    dispose: () => session.close(),
  };
}

/** Fetched to set all of `variables` at once. */
function addWritten(graph: Graph, name: string, variables: readonly GraphVariable[]): NodeOutput {
  const all = graph.add(`${name}-written`, 'NoOp').after(...variables.map(({ written }) => written));
  const done = graph.scalar(`${name}-done`, 0);
  return graph
    .add(`${name}-done`, 'Identity', [done], [typeAttribute('T', 'float32')])
    .after(all)
    .output();
}

function feedsOf(variables: readonly GraphVariable[], arrays: readonly NamedArray[]) {
  return variables.map(({ value }, at) => [value, arrays[at]!.values] as const);
}

function unknownSize(size: number, known: readonly number[]): LintelError {
  return new LintelError('SHAPE_MISMATCH', {
    problem: 'The compiled step has no graph for a batch of this size.',
    expected: known.join(' or '),
    received: String(size),
    cure: 'List every batch size when the step is compiled.',
  });
}
