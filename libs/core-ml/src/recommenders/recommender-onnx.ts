import { type TensorSpec } from '@lintel/contracts';
import { OnnxGraph } from '../export/onnx/onnx-graph';
import { type ItemWeights } from './item-weights';

export const HISTORY_ITEMS = 'items';
export const HISTORY_WEIGHTS = 'weights';
export const SCORES = 'scores';

export interface RecommenderGraph {
  readonly bytes: Uint8Array;
  readonly inputs: TensorSpec[];
  readonly outputs: (TensorSpec & { meaning: string })[];
}

/**
 * Writes a recommender as an ONNX graph: items int64 [batch, length] and their weights float32 [batch, length], 0 for
 * unused places, to scores float32 [batch, items].
 */
export function recommenderOnnx(
  model: ItemWeights,
  length: number,
  metadata: Readonly<Record<string, string>> = {},
): RecommenderGraph {
  const graph = new OnnxGraph('recommender');
  const items = graph.input(HISTORY_ITEMS, ['batch', length], 'int64');
  const weights = graph.input(HISTORY_WEIGHTS, ['batch', length]);
  const base = graph.floats('base', [1, model.items], model.base);
  switch (model.kind) {
    case 'base': {
      // The inputs of every recommender are the same, so that one can take the place of another; here they add nothing.
      const used = graph.node('Mul', [weights, graph.node('Cast', [items], { to: { int: 1 } })]);
      const sum = graph.node('ReduceSum', [used, graph.integers('axes', [1])], { keepdims: { int: 1 } });
      graph.node('Add', [graph.node('Mul', [sum, graph.floats('none', [1], Float32Array.of(0))]), base], {}, SCORES);
      break;
    }
    case 'dense': {
      const matrix = graph.floats('matrix', [model.items, model.items], model.values);
      graph.node('Add', [weighted(graph, matrix, items, weights), base], {}, SCORES);
      break;
    }
    case 'factors': {
      const user = weighted(graph, graph.floats('from', [model.items, model.size], model.from), items, weights);
      const to = graph.floats('to', [model.items, model.size], model.to);
      const product = graph.node('Gemm', [user, to], { transB: { int: 1 } });
      graph.node('Add', [product, base], {}, SCORES);
      break;
    }
    case 'sparse':
      scatter(graph, model, { items, weights, base }, length);
  }
  graph.output(SCORES, ['batch', model.items]);
  return {
    bytes: graph.toModel(metadata),
    inputs: [
      { name: HISTORY_ITEMS, dtype: 'int64', shape: [length] },
      { name: HISTORY_WEIGHTS, dtype: 'float32', shape: [length] },
    ],
    outputs: [{ name: SCORES, dtype: 'float32', shape: [model.items], meaning: SCORES }],
  };
}

/** The sum of the rows of a matrix that belong to the items, each times its weight: [batch, columns]. */
function weighted(graph: OnnxGraph, matrix: string, items: string, weights: string): string {
  const rows = graph.node('Gather', [matrix, items], { axis: { int: 0 } });
  const one = graph.node('Unsqueeze', [weights, graph.integers('axes', [1])]);
  return graph.node('Squeeze', [graph.node('MatMul', [one, rows]), graph.integers('axes', [1])]);
}

/** Adds the values of the neighbours of each item at their places. */
function scatter(
  graph: OnnxGraph,
  { items: count, width, ids, values }: Extract<ItemWeights, { kind: 'sparse' }>,
  { items, weights, base }: { readonly items: string; readonly weights: string; readonly base: string },
  length: number,
): void {
  const table = graph.node('Reshape', [
    graph.integers('ids', Array.from(ids)),
    graph.integers('shape', [count, width]),
  ]);
  const flat = graph.integers('shape', [-1, length * width]);
  const places = graph.node('Reshape', [graph.node('Gather', [table, items], { axis: { int: 0 } }), flat]);
  const rows = graph.node('Gather', [graph.floats('values', [count, width], values), items], { axis: { int: 0 } });
  const each = graph.node('Mul', [rows, graph.node('Unsqueeze', [weights, graph.integers('axes', [2])])]);
  const batch = graph.node('Shape', [items], { start: { int: 0 }, end: { int: 1 } });
  const shape = graph.node('Concat', [batch, graph.integers('items', [count])], { axis: { int: 0 } });
  const start = graph.node('Expand', [base, shape]);
  graph.node(
    'ScatterElements',
    [start, places, graph.node('Reshape', [each, flat])],
    { axis: { int: 1 }, reduction: { string: 'add' } },
    SCORES,
  );
}
