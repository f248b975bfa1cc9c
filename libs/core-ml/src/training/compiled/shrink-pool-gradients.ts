import { type GraphNode, type NodeOutput } from './graph-node';

/**
 * Takes the gradient of ReLU before that of the max-pooling which follows it: where a window's greatest value is not
 * positive, none of its values was, so masking what was pooled masks the same. A sum over all positions, the gradient of
 * a bias, is the same before and after the pooling's gradient too, which only puts values in their places. Both then
 * read what was pooled, a quarter of the numbers for windows of 2 × 2.
 * @param nodes of a whole graph, in an order in which inputs come first; they still do afterwards
 */
export function shrinkPoolGradients(nodes: GraphNode[]): void {
  const consumers = consumersOf(nodes);
  for (const [at, relu] of nodes.entries()) {
    const pool = relu.inputs[0]?.node;
    if (relu.op !== 'ReluGrad' || pool?.op !== 'MaxPoolGrad' || consumers.get(pool)!.length !== 1) continue;
    const [activated, pooled, slope] = pool.inputs as [NodeOutput, NodeOutput, NodeOutput];
    if (activated.node.op !== 'Relu' || activated.node !== relu.inputs[1]!.node) continue;

    for (const consumer of consumers.get(relu)!) {
      if (consumer.op === 'BiasAddGrad') continue;
      consumer.inputs = consumer.inputs.map((input) => (input.node === relu ? pool.output() : input));
    }
    relu.inputs = [slope, pooled];
    relu.outputs = [slope.node.outputs[slope.index]!];
    pool.inputs = [activated, pooled, relu.output()];
    // The one comes before the other now.
    nodes[nodes.indexOf(pool)] = relu;
    nodes[at] = pool;
  }
}

function consumersOf(nodes: readonly GraphNode[]): Map<GraphNode, GraphNode[]> {
  const consumers = new Map<GraphNode, GraphNode[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) {
    for (const source of new Set(node.inputs.map((input) => input.node))) consumers.get(source)?.push(node);
  }
  return consumers;
}
