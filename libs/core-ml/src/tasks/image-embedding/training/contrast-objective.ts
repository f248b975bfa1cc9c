import { GraphSession } from '../../../backbones/graph-session';
import { OnnxGraph } from '../../../export/onnx/onnx-graph';

/** A batch of pictures by their features. */
export interface ContrastBatch {
  /** float32 [pictures, inputs], centred */
  readonly features: Float32Array;
  /** Pictures of one label attract each other, others repel. */
  readonly labels: Int32Array;
}

/** How hard a near picture of another label pushes: Khosla et al. use 0.1 as well. */
const TEMPERATURE = 0.1;
/** Added to the similarity of a picture with itself, so that it takes no part. */
const NEVER = -1e9;

/**
 * Supervised contrastive loss of a linear projection (Khosla et al. 2020, "Supervised Contrastive Learning", L_out): for
 * each picture the mean over those of its label of the negative log-softmax of their similarity among all others. Loss
 * and gradient run on onnxruntime, so that no training engine is needed.
 */
export class ContrastObjective {
  private constructor(
    private readonly session: GraphSession,
    private readonly inputs: number,
    private readonly size: number,
  ) {}

  /** @param size values of a projected vector */
  static async open(inputs: number, size: number): Promise<ContrastObjective> {
    return new ContrastObjective(await GraphSession.open(objectiveGraph()), inputs, size);
  }

  /**
   * @param weights float32 [inputs, size]
   * @returns the loss and its gradient by the weights; a batch in which no label occurs twice has loss 0
   */
  async evaluate(
    weights: Float32Array,
    { features, labels }: ContrastBatch,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array }> {
    const pictures = labels.length;
    const square = [pictures, pictures];
    const { targets, anchors } = targetsOf(labels);
    const self = new Float32Array(pictures * pictures);
    for (let row = 0; row < pictures; row++) self[row * pictures + row] = NEVER;
    const { losses, gradient } = await this.session.run(
      {
        features: { values: features, shape: [pictures, this.inputs] },
        weights: { values: weights, shape: [this.inputs, this.size] },
        targets: { values: targets, shape: square },
        anchors: { values: anchors, shape: [pictures, 1] },
        self: { values: self, shape: square },
      },
      ['losses', 'gradient'],
    );
    return { loss: losses.reduce((sum, each) => sum + each, 0), gradient };
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}

/** For each picture the share of each other one of its label, and its weight: 0 if there is no other one. */
function targetsOf(labels: Int32Array): { readonly targets: Float32Array; readonly anchors: Float32Array } {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const pictures = labels.length;
  const targets = new Float32Array(pictures * pictures);
  const anchors = new Float32Array(pictures);
  const known = labels.filter((label) => counts.get(label)! > 1).length;
  for (const [row, label] of labels.entries()) {
    const others = counts.get(label)! - 1;
    if (others === 0) continue;
    anchors[row] = 1 / known;
    for (const [column, other] of labels.entries()) {
      if (other === label && column !== row) targets[row * pictures + column] = 1 / others;
    }
  }
  return { targets, anchors };
}

/**
 * z = features · weights, u = z / |z|, s = u · uᵀ / temperature, loss = −Σ anchors · targets · log softmax(s). Backwards:
 * ds = (softmax − targets) · anchors, du = (ds + dsᵀ) · u / temperature, dz = (du − u (u · du)) / |z|.
 */
function objectiveGraph(): Uint8Array {
  const graph = new OnnxGraph('contrast');
  graph.input('features', ['pictures', 'inputs']);
  graph.input('weights', ['inputs', 'size']);
  graph.input('targets', ['pictures', 'pictures']);
  graph.input('anchors', ['pictures', 1]);
  graph.input('self', ['pictures', 'pictures']);
  const axis = graph.integers('axis', [1]);
  const sumOf = (value: string): string => graph.node('ReduceSum', [value, axis], { keepdims: { int: 1 } });
  const scale = graph.floats('scale', [1], Float32Array.of(1 / TEMPERATURE));
  const projected = graph.node('MatMul', ['features', 'weights']);
  const squares = sumOf(graph.node('Mul', [projected, projected]));
  const shortest = graph.floats('shortest', [1], Float32Array.of(1e-6));
  const length = graph.node('Max', [graph.node('Sqrt', [squares]), shortest]);
  const unit = graph.node('Div', [projected, length]);
  const transposed = graph.node('Transpose', [unit], { perm: { ints: [1, 0] } });
  const similarity = graph.node('Mul', [graph.node('MatMul', [unit, transposed]), scale]);
  const logarithms = graph.node('LogSoftmax', [graph.node('Add', [similarity, 'self'])], { axis: { int: 1 } });
  const chosen = sumOf(graph.node('Mul', [logarithms, 'targets']));
  graph.node('Mul', [graph.node('Neg', [chosen]), 'anchors'], {}, 'losses');
  const errors = graph.node('Mul', [graph.node('Sub', [graph.node('Exp', [logarithms]), 'targets']), 'anchors']);
  const both = graph.node('Add', [errors, graph.node('Transpose', [errors], { perm: { ints: [1, 0] } })]);
  const ofUnit = graph.node('Mul', [graph.node('MatMul', [both, unit]), scale]);
  const along = graph.node('Mul', [unit, sumOf(graph.node('Mul', [unit, ofUnit]))]);
  const ofProjected = graph.node('Div', [graph.node('Sub', [ofUnit, along]), length]);
  graph.node('Gemm', ['features', ofProjected], { transA: { int: 1 } }, 'gradient');
  graph.output('losses', ['pictures', 1]);
  graph.output('gradient', ['inputs', 'size']);
  return graph.toModel({});
}
