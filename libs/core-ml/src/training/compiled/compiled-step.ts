import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { LintelError } from '@lintel/contracts';
import { readModelWeights, type StepConfig, writeModelWeights } from '../eager-step';
import { type Batch, type NamedArray, type StepResult, type StepSchedule, type TrainingStep } from '../training-step';
import { fusedOptimizer } from './fused-optimizer';
import { GraphSession } from './graph-session';
import { type GraphVariable } from './graph-variable';
import { type BatchGraph, StepGraph } from './step-graph';

/** Sizes of the batches that will come: the last one of an epoch may be smaller. */
export interface BatchSizes {
  readonly train: readonly number[];
  readonly evaluate: readonly number[];
}

/**
 * A training step that is recorded once and then runs as one TensorFlow graph: one native call a step, fused and
 * scheduled by TensorFlow. Weights and optimiser slots live in the graph; the model has them after `readWeights`.
 * @throws LintelError NOT_COMPILABLE where the step depends on what JavaScript computes
 */
export function createCompiledStep(model: LayersModel, config: StepConfig, sizes: BatchSizes): TrainingStep {
  const optimizer = fusedOptimizer(config.optimizer);
  const steps = new StepGraph(model, config, optimizer);
  const training = new Map(sizes.train.map((size) => [size, steps.addTraining(size)]));
  const evaluation = new Map(sizes.evaluate.map((size) => [size, steps.addEvaluation(size)]));
  const slots = steps.slots.flat();
  const writtenWeights = steps.graph
    .add('weights-written', 'NoOp')
    .after(...steps.weights.map(({ written }) => written));
  const writtenSlots = steps.graph.add('slots-written', 'NoOp').after(...slots.map(({ written }) => written));
  const done = steps.graph.scalar('done', 0);
  const weightsDone = steps.graph
    .add('weights-done', 'Identity', [done], done.node.attributes.map(asT))
    .after(writtenWeights)
    .output();
  const slotsDone = steps.graph
    .add('slots-done', 'Identity', [done], done.node.attributes.map(asT))
    .after(writtenSlots)
    .output();
  const session = new GraphSession(steps.graph);
  let iterations = 0;

  const writeWeights = (weights: readonly NamedArray[]): void => {
    session.run(feedsOf(steps.weights, weights), [weightsDone]);
  };
  const writeSlots = (values: readonly NamedArray[]): void => {
    if (slots.length > 0) session.run(feedsOf(slots, values), [slotsDone]);
  };
  const run = (
    graphs: ReadonlyMap<number, BatchGraph>,
    batch: Batch,
    scalars: Parameters<GraphSession['run']>[0],
  ): StepResult => {
    const graph = graphs.get(batch.size);
    if (!graph) throw unknownSize(batch.size, [...graphs.keys()]);
    const feeds = [[graph.inputs, batch.inputs] as const, [graph.labels, batch.labels] as const, ...scalars];
    const [loss, correct] = session.run(feeds, [graph.loss, graph.correct]);
    return { loss: loss![0]!, correct: correct![0]! };
  };

  writeWeights(readModelWeights(model));
  writeSlots(slots.map((slot) => ({ ...slot, values: new Float32Array(elements(slot)) })));

  return {
    train(batch, { step, learningRate }: StepSchedule) {
      iterations = step + 1;
      const scalars = Object.entries(optimizer.scalars(step, learningRate)).map(
        ([name, value]) => [steps.scalars[name as keyof typeof steps.scalars], Float32Array.of(value)] as const,
      );
      return run(training, batch, [[steps.step, Int32Array.of(step)], ...scalars]);
    },
    evaluate: (batch) => run(evaluation, batch, []),
    readWeights() {
      const values = session.run(
        [],
        steps.weights.map(({ content }) => content),
      ) as Float32Array[];
      const weights = model.weights.map((weight, at) => ({
        name: weight.originalName,
        shape: steps.weights[at]!.shape,
        values: values[at]!,
      }));
      writeModelWeights(model, weights);
      return weights;
    },
    writeWeights(weights) {
      writeWeights(weights);
      writeModelWeights(model, weights);
    },
    readOptimizer() {
      const values =
        slots.length === 0
          ? []
          : (session.run(
              [],
              slots.map(({ content }) => content),
            ) as Float32Array[]);
      const iteration = { name: 'iter', shape: [], values: Float32Array.of(iterations) };
      return Promise.resolve([
        iteration,
        ...slots.map(({ name, shape }, at) => ({ name, shape, values: values[at]! })),
      ]);
    },
    writeOptimizer([, ...values]) {
      writeSlots(values);
      return Promise.resolve();
    },
    dispose: () => session.close(),
  };
}

const asT = <T extends { readonly name: string }>(attribute: T): T => ({ ...attribute, name: 'T' });

const elements = ({ shape }: Pick<GraphVariable, 'shape'>): number =>
  shape.reduce((product, size) => product * size, 1);

function feedsOf(variables: readonly GraphVariable[], arrays: readonly NamedArray[]) {
  return variables.map(({ value }, at) => [value, arrays[at]!.values] as const);
}

function unknownSize(size: number, known: readonly number[]): LintelError {
  return new LintelError('SHAPE_MISMATCH', {
    problem: 'The compiled step has no graph for a batch of this size.',
    expected: known.join(' or '),
    received: String(size),
    cure: 'Name every size of batch when the step is compiled.',
  });
}
