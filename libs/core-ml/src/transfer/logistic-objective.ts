import { GraphSession } from '../backbones/graph-session';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { type Evaluated } from './minimise';

/** Examples for a classifier of feature vectors. */
export interface FeatureExamples {
  /** float32 [examples, size] */
  readonly features: Float32Array;
  readonly size: number;
  /** Class of each example, in [0, classes). */
  readonly labels: Int32Array;
  readonly classes: number;
  /**
   * float32 [examples, classes], added to the logits: what is known before the fit, such as the log probabilities of
   * another classifier. The intercepts are then penalised too, so that a class without examples keeps its offset.
   */
  readonly offsets?: Float32Array;
  /**
   * The last so many examples are not measured ones: every fit includes them, with as much weight together as the
   * others, and none is held out. Default: 0.
   */
  readonly anchors?: number;
}

/** A fit is a pass over these at each step; each may be left out of it. */
export interface ObjectiveOptions {
  /** Weight of each example; 0 leaves it out. */
  readonly weights: Float32Array;
  /** The penalty is l2 / 2 times the sum of the squared coefficients; the intercepts are free if there are no offsets. */
  readonly l2: number;
}

/**
 * The penalised loss of a multinomial logistic layer. The products run on onnxruntime, which takes a tenth of the time
 * of JavaScript for some thousand examples of 1,280 features; sums over the examples are in float64.
 *
 * This is apart from the elastic net of the linear models, which works on few columns and wants zeros in its
 * coefficients: here there are 1,280 dense columns, and up to a hundred classes.
 */
export class LogisticObjective {
  private readonly targets: Float32Array;
  private readonly offsets: Float32Array;

  private constructor(
    private readonly session: GraphSession,
    private readonly examples: FeatureExamples,
  ) {
    const { labels, classes, offsets } = examples;
    this.offsets = offsets ?? new Float32Array(labels.length * classes);
    this.targets = new Float32Array(labels.length * classes);
    labels.forEach((label, row) => (this.targets[row * classes + label] = 1));
  }

  static async open(examples: FeatureExamples): Promise<LogisticObjective> {
    return new LogisticObjective(await GraphSession.open(objectiveGraph()), examples);
  }

  /** Coefficients, float64 [size, classes], followed by the intercepts, float64 [classes]. */
  get parameters(): number {
    return (this.examples.size + 1) * this.examples.classes;
  }

  /** Mean over the weighted examples of the negative log-likelihood, plus the penalty. */
  async evaluate(point: Float64Array, { weights, l2 }: ObjectiveOptions): Promise<Evaluated> {
    const { size, classes, offsets } = this.examples;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const outputs = ['losses', 'gradient', 'interceptGradient'] as const;
    const { losses, gradient, interceptGradient } = await this.run(point, weights, outputs);
    let value = 0;
    for (const loss of losses) value += loss / total;
    const result = new Float64Array(point.length);
    for (let at = 0; at < size * classes; at++) {
      result[at] = gradient[at]! / total + l2 * point[at]!;
      value += (l2 / 2) * point[at]! ** 2;
    }
    const interceptL2 = offsets ? l2 : 0;
    for (let at = 0; at < classes; at++) {
      const intercept = point[size * classes + at]!;
      result[size * classes + at] = interceptGradient[at]! / total + interceptL2 * intercept;
      value += (interceptL2 / 2) * intercept ** 2;
    }
    return { value, gradient: result };
  }

  /** @returns float32 [examples, classes], the logits of all examples */
  async logits(point: Float64Array): Promise<Float32Array> {
    const weights = new Float32Array(this.examples.labels.length);
    return (await this.run(point, weights, ['logits'])).logits;
  }

  async close(): Promise<void> {
    await this.session.close();
  }

  private run<Name extends string>(point: Float64Array, weights: Float32Array, outputs: readonly Name[]) {
    const { features, size, labels, classes } = this.examples;
    const values = Float32Array.from(point);
    return this.session.run(
      {
        features: { values: features, shape: [labels.length, size] },
        offsets: { values: this.offsets, shape: [labels.length, classes] },
        targets: { values: this.targets, shape: [labels.length, classes] },
        weights: { values: weights, shape: [labels.length, 1] },
        coefficients: { values: values.subarray(0, size * classes), shape: [size, classes] },
        intercepts: { values: values.subarray(size * classes), shape: [classes] },
      },
      outputs,
    );
  }
}

function objectiveGraph(): Uint8Array {
  const graph = new OnnxGraph('logistic-objective');
  graph.input('features', ['examples', 'size']);
  graph.input('offsets', ['examples', 'classes']);
  graph.input('targets', ['examples', 'classes']);
  graph.input('weights', ['examples', 1]);
  graph.input('coefficients', ['size', 'classes']);
  graph.input('intercepts', ['classes']);
  const products = graph.node('Gemm', ['features', 'coefficients', 'intercepts']);
  graph.node('Add', [products, 'offsets'], {}, 'logits');
  const logarithms = graph.node('LogSoftmax', ['logits'], { axis: { int: 1 } });
  const chosen = graph.node('Mul', [logarithms, 'targets']);
  const likelihoods = graph.node('ReduceSum', [chosen, graph.integers('axis', [1])], { keepdims: { int: 1 } });
  graph.node('Mul', [graph.node('Neg', [likelihoods]), 'weights'], {}, 'losses');
  const errors = graph.node('Sub', [graph.node('Exp', [logarithms]), 'targets']);
  const weighted = graph.node('Mul', [errors, 'weights']);
  graph.node('Gemm', ['features', weighted], { transA: { int: 1 } }, 'gradient');
  graph.node('ReduceSum', [weighted, graph.integers('axis', [0])], { keepdims: { int: 0 } }, 'interceptGradient');
  graph.output('logits', ['examples', 'classes']);
  graph.output('losses', ['examples', 1]);
  graph.output('gradient', ['size', 'classes']);
  graph.output('interceptGradient', ['classes']);
  return graph.toModel({});
}
