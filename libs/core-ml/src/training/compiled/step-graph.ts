import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs-node-gpu';
import { ATTRIBUTE, DATA_TYPE, typeAttribute } from '../../engine/native-backend';
import { inScope } from '../../engine/scope';
import { loadTensorFlow } from '../../engine/tensorflow';
import { type StepConfig } from '../eager-step';
import { computeGradients, computeOutcome, type Outcome, trainedVariables } from '../gradients';
import { type FusedOptimizer, type StepScalars } from './fused-optimizer';
import { Graph, type GraphNode, type NodeOutput } from './graph-node';
import { notRecordable, record, type Recording } from './graph-recorder';
import { lowerPrecision } from './lower-precision';
import { shrinkPoolGradients } from './shrink-pool-gradients';
import { useBiasOperations } from './use-bias-operations';
import { addVariable, assign, assignSub, type GraphVariable, read } from './graph-variable';

/** The inputs and outputs of the graph for one batch size. */
export interface BatchGraph {
  readonly inputs: NodeOutput;
  readonly labels: NodeOutput;
  readonly loss: NodeOutput;
  readonly correct: NodeOutput;
}

const FLOAT = typeAttribute('T', 'float32');
const SCALARS = ['learningRate', 'stepSize', 'epsilon'] as const;

/** The graph of a model in training: variables, and a sub-graph for each batch size that shares them. */
export class StepGraph {
  readonly graph = new Graph();
  readonly weights: readonly GraphVariable[];
  /** One list for each slot of the optimiser, in the order of the trained variables. */
  readonly slots: readonly (readonly GraphVariable[])[];
  /** The running average of each weight; empty if none is kept. */
  readonly averages: readonly GraphVariable[];
  /** How far a step moves them, float32 scalar. */
  readonly averageShare: NodeOutput;
  /** int32 scalar. */
  readonly step: NodeOutput;
  readonly scalars: Readonly<Record<keyof StepScalars, NodeOutput>>;
  private readonly trained: readonly Variable[];
  private readonly slower = new Map<number, StepGraph['scalars']>();
  private readonly byVariable = new Map<Variable, GraphVariable>();

  constructor(
    private readonly model: LayersModel,
    private readonly config: StepConfig,
    private readonly optimizer: FusedOptimizer,
  ) {
    const variables = model.weights.map((weight) => weight.read() as Variable);
    this.weights = variables.map((variable, at) => addVariable(this.graph, `weight/${at}`, variable.shape));
    variables.forEach((variable, at) => this.byVariable.set(variable, this.weights[at]!));
    this.trained = trainedVariables(model);
    this.slots = optimizer.slots.map((slot) =>
      this.trained.map((variable, at) => addVariable(this.graph, `${slot}/${at}`, variable.shape)),
    );
    this.averages =
      config.weightAverage > 0
        ? variables.map((variable, at) => addVariable(this.graph, `average/${at}`, variable.shape))
        : [];
    this.averageShare = this.graph.placeholder('average-share', DATA_TYPE.float32, []);
    this.step = this.graph.placeholder('step', DATA_TYPE.int32, []);
    this.scalars = Object.fromEntries(
      SCALARS.map((name) => [name, this.graph.placeholder(name, DATA_TYPE.float32, [])]),
    ) as Record<keyof StepScalars, NodeOutput>;
  }

  /**
   * Adds the step for batches of `size`. It is recorded twice, with different data and a different step: constants that
   * differ were computed in JavaScript and would be frozen in the graph.
   * @throws LintelError NOT_COMPILABLE
   */
  addTraining(size: number): BatchGraph {
    const prefix = `train${size}`;
    const rehearsal = this.recordTraining(new Graph(), prefix, size, 1);
    const first = this.graph.nodes.length;
    const recording = this.recordTraining(this.graph, prefix, size, 2);
    refuseFrozen(rehearsal.recording, recording.recording);

    const recorded = this.graph.nodes.slice(first);
    useBiasOperations(recorded);

    const { gradients, loss, correct } = recording.recording.result;
    const updates = this.trained.map((variable, at) => {
      const target = this.byVariable.get(variable)!;
      const gradient = recording.recording.nodeOf(gradients[variable.name]!)!;
      const slots = this.slots.map((slot) => slot[at]!);
      const scalars = this.scalarsFor(this.config.learningRateFactors?.[at] ?? 1);
      const update = this.optimizer.apply(this.graph, `${prefix}/update/${at}`, target, slots, gradient, scalars);
      const decay =
        this.config.weightDecay > 0 && variable.rank > 1
          ? this.addDecay(prefix, target, gradient, scalars.learningRate)
          : undefined;
      return decay ? update.after(decay) : update;
    });
    const moved = recording.moved.map(([variable, value]) => assign(this.graph, `${prefix}/move`, variable, value));
    const averaged = this.averages.map((average, at) =>
      this.addAverage(prefix, average, this.weights[at]!, [...updates, ...moved]),
    );
    const finished = (name: string, tensor: Tensor) => {
      const output = recording.recording.nodeOf(tensor)!;
      const type = { name: 'T', type: ATTRIBUTE.type, value: output.node.outputs[output.index]!.dtype };
      return this.graph
        .add(`${prefix}/${name}`, 'Identity', [output], [type])
        .after(...updates, ...moved, ...averaged)
        .output();
    };
    const outcome = { loss: finished('loss', loss), correct: finished('correct', correct) };
    // Done after the optimiser is added: its inputs stay unchanged or are cast back.
    shrinkPoolGradients(this.graph.nodes);
    if (this.config.precision === 'bfloat16') lowerPrecision(this.graph, this.graph.nodes.slice(first));
    return { inputs: recording.inputs, labels: recording.labels, ...outcome };
  }

  /** Adds the evaluation for batches of `size`, in prediction mode. */
  addEvaluation(size: number): BatchGraph {
    return inScope(() => {
      const { sources, inputs, labels, batch } = this.sources(this.graph, `evaluate${size}`, size, 1);
      const recording = record(this.graph, `evaluate${size}`, sources, () =>
        computeOutcome(this.model, this.config.loss, ...batch),
      );
      const { loss, correct } = recording.result;
      return { inputs, labels, loss: recording.nodeOf(loss)!, correct: recording.nodeOf(correct)! };
    });
  }

  private recordTraining(graph: Graph, prefix: string, size: number, seed: number) {
    const tf = loadTensorFlow();
    const before = this.model.weights.map((weight) => weight.read().clone());
    try {
      return inScope(() => {
        const { sources, inputs, labels, batch } = this.sources(graph, prefix, size, seed);
        const step = tf.scalar(seed, 'int32');
        const stepNode = graph === this.graph ? this.step : graph.placeholder('step', DATA_TYPE.int32, []);
        const recording = record(graph, prefix, [...sources, [step, stepNode]], () =>
          computeGradients(this.model, this.config, ...batch, step),
        );
        // Variables that the step assigned to, such as a moving average, are now represented by another node.
        const moved = [...this.byVariable].flatMap(([variable, target]) => {
          const value = recording.nodeOf(variable);
          const source = sources.find(([tensor]) => tensor === variable)![1];
          return value && value !== source && value.node !== source.node ? [[target, value] as const] : [];
        });
        // Read now, because the tensors are freed with this scope.
        const { gradients, loss, correct } = recording.result;
        for (const tensor of [loss, correct, ...Object.values(gradients)]) {
          if (!recording.nodeOf(tensor)) throw notRecordable('a gradient is computed in JavaScript');
        }
        return { recording, moved, inputs, labels };
      });
    } finally {
      this.model.setWeights(before);
      tf.dispose(before);
    }
  }

  /** Each variable is read once per sub-graph, so that a step sees the weights from before the step. */
  private sources(graph: Graph, prefix: string, size: number, seed: number) {
    const tf = loadTensorFlow();
    const exampleShape = this.model.inputs[0]!.shape.slice(1) as number[];
    const inputType = this.model.inputs[0]!.dtype === 'int32' ? 'int32' : 'float32';
    const inputs = graph.placeholder(`${prefix}/inputs`, DATA_TYPE[inputType], [size, ...exampleShape]);
    const { output, classes } = this.config.loss;
    const isNumber = output === 'value' || output === 'labels' || output === 'quantiles';
    const dtype = isNumber ? 'float32' : 'int32';
    const targets = output === 'labels' ? size * classes : size;
    const labels = graph.placeholder(`${prefix}/labels`, DATA_TYPE[dtype], [targets]);
    const batch = [
      // Ids of 0 and 1 are known to every embedding.
      tf.randomUniform([size, ...exampleShape], 0, inputType === 'int32' ? 2 : 1, inputType, seed),
      tf.tensor1d(
        Array.from({ length: targets }, (_, at) => (isNumber ? at * seed : (at * seed) % classes)),
        dtype,
      ),
    ] as const;
    const reads = [...this.byVariable].map(
      ([variable, target]) => [variable, read(graph, `${prefix}/read`, target)] as const,
    );
    return { sources: [[batch[0], inputs], [batch[1], labels], ...reads] as const, inputs, labels, batch };
  }

  /** The scalars of weights whose learning rate is a part of the step's. */
  private scalarsFor(factor: number): Readonly<Record<keyof StepScalars, NodeOutput>> {
    if (factor === 1) return this.scalars;
    const known = this.slower.get(factor);
    if (known) return known;
    const name = 'slower';
    const constant = this.graph.scalar(name, factor);
    const times = (scalar: NodeOutput): NodeOutput =>
      this.graph.add(name, 'Mul', [scalar, constant], [FLOAT], [{ shape: [], dtype: DATA_TYPE.float32 }]).output();
    const { learningRate, stepSize, epsilon } = this.scalars;
    const scalars = { learningRate: times(learningRate), stepSize: times(stepSize), epsilon };
    this.slower.set(factor, scalars);
    return scalars;
  }

  /** Decoupled weight decay: subtracts a part of the previous weight before the update. */
  private addDecay(prefix: string, weight: GraphVariable, gradient: NodeOutput, learningRate: NodeOutput) {
    const name = `${prefix}/decay`;
    const factor = this.graph.scalar(name, this.config.weightDecay);
    const share = this.graph.add(name, 'Mul', [learningRate, factor], [FLOAT]).output();
    const part = this.graph.add(name, 'Mul', [weight.content, share], [FLOAT]).output();
    return assignSub(this.graph, name, weight, part).after(gradient.node);
  }

  /** Moves the average towards the weight after `changes` have run. */
  private addAverage(prefix: string, average: GraphVariable, weight: GraphVariable, changes: readonly GraphNode[]) {
    const name = `${prefix}/average`;
    const now = read(this.graph, name, weight);
    now.node.after(...changes);
    const distance = this.graph.add(name, 'Sub', [average.content, now], [FLOAT]).output();
    const part = this.graph.add(name, 'Mul', [distance, this.averageShare], [FLOAT]).output();
    return assignSub(this.graph, name, average, part);
  }
}

type TrainingRecording = Recording<Outcome & { readonly gradients: Record<string, Tensor> }>;

function refuseFrozen(first: TrainingRecording, second: TrainingRecording): void {
  if (first.constants.length !== second.constants.length)
    throw notRecordable('it takes another course from step to step');
  first.constants.forEach(({ output, consumer }, at) => {
    const [one, other] = [output, second.constants[at]!.output].map(({ node }) => Buffer.from(node.constant!.bytes));
    if (!one!.equals(other!))
      throw notRecordable(`a number that ${consumer} takes is computed in JavaScript and changes from step to step`);
  });
}
