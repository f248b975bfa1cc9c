import { DATA_TYPE } from '../../engine/native-backend';
import { Graph, type NodeOutput } from './graph-node';
import { shrinkPoolGradients } from './shrink-pool-gradients';

const WHOLE = { shape: [2, 4, 4, 3], dtype: DATA_TYPE.float32 };
const POOLED = { shape: [2, 2, 2, 3], dtype: DATA_TYPE.float32 };

/** Convolution, ReLU and pooling with their gradients. */
function recorded(graph: Graph, activation: 'Relu' | 'Tanh' = 'Relu') {
  const add = (op: string, inputs: NodeOutput[], output = WHOLE) => graph.add(op, op, inputs, [], [output]).output();
  const sums = graph.placeholder('sums', DATA_TYPE.float32, WHOLE.shape);
  const slope = graph.placeholder('slope', DATA_TYPE.float32, POOLED.shape);
  const activated = add(activation, [sums]);
  const pooled = add('MaxPool', [activated], POOLED);
  const poolGradient = add('MaxPoolGrad', [activated, pooled, slope]);
  const gradient = add('ReluGrad', [poolGradient, activated]);
  const bias = add('BiasAddGrad', [gradient], { ...WHOLE, shape: [3] });
  const filter = add('Conv2DBackpropFilter', [gradient]);
  return { slope, activated, pooled, poolGradient, gradient, bias, filter };
}
const inputsOf = ({ node }: NodeOutput) => node.inputs.map((input) => input.node.name);

describe('the gradients of a pooled ReLU', () => {
  it('are taken in the other order, and the bias is summed over what was pooled', () => {
    const graph = new Graph();
    const { gradient, poolGradient, bias, filter } = recorded(graph);
    shrinkPoolGradients(graph.nodes);
    expect(inputsOf(gradient)).toEqual(['slope', 'MaxPool']);
    expect(gradient.node.outputs).toEqual([POOLED]);
    expect(inputsOf(poolGradient)).toEqual(['Relu', 'MaxPool', 'ReluGrad']);
    expect(inputsOf(bias)).toEqual(['ReluGrad']);
    expect(inputsOf(filter)).toEqual(['MaxPoolGrad']);
    const places = new Map(graph.nodes.map((node, at) => [node, at]));
    for (const node of graph.nodes) {
      for (const { node: source } of node.inputs) expect(places.get(source)!).toBeLessThan(places.get(node)!);
    }
  });

  it('stay unchanged if another node uses them, or the activation is different', () => {
    for (const change of ['other', 'tanh'] as const) {
      const graph = new Graph();
      const nodes = recorded(graph, change === 'tanh' ? 'Tanh' : 'Relu');
      if (change === 'other') graph.add('other', 'Neg', [nodes.poolGradient]);
      const before = graph.nodes.map(({ name, inputs }) => [name, inputs]);
      shrinkPoolGradients(graph.nodes);
      expect(graph.nodes.map(({ name, inputs }) => [name, inputs])).toEqual(before);
    }
  });
});
