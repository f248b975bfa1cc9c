import { type GraphNode, type NodeOutput } from './graph-node';

/**
 * Moves the gradient of ReLU before that of the max-pooling that follows it: if a window's maximum is not positive,
 * none of its values is, so masking the pooled values gives the same result. A sum over all positions, the gradient of
 * a bias, is also the same before and after the gradient of the pooling, which only moves values. Both then read the
 * pooled values, a quarter of the numbers for 2 × 2 windows.
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
    // Swaps the two in the order.
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
