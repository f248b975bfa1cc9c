import { type ClassDistance, SHORTEST } from '../../unlikeness/class-distance';
import { type OnnxGraph } from './onnx-graph';

/**
 * Adds nodes that compute the distance to the nearest class mean: |z - m|² = |z|² - 2 z·m + |m|² with z = (features /
 * |features| - centre) · whitening.
 * @param features name of a value, float32 [batch, size]
 * @param output name of the value to make, float32 [batch]
 */
export function addClassDistance(graph: OnnxGraph, features: string, distance: ClassDistance, output: string): void {
  const { size, centre, whitening, means } = distance;
  // Written with operators that mean the same from operator set 13 on, because a foreign backbone may have a newer one.
  const sumOfSquares = (value: string): string =>
    graph.node('ReduceSum', [graph.node('Mul', [value, value]), graph.integers('axes', [1])], { keepdims: { int: 1 } });
  const length = graph.node('Sqrt', [sumOfSquares(features)]);
  const atLeast = graph.node('Max', [length, graph.floats('shortest', [1], Float32Array.of(SHORTEST))]);
  const direction = graph.node('Div', [features, atLeast]);
  const centred = graph.node('Sub', [direction, graph.floats('centre', [size], Float32Array.from(centre))]);
  const white = graph.node('MatMul', [centred, graph.floats('whitening', [size, size], Float32Array.from(whitening))]);
  const products = new Float32Array(size * means.length);
  means.forEach((mean, column) => mean.forEach((value, row) => (products[row * means.length + column] = -2 * value)));
  const lengths = Float32Array.from(means, (mean) => mean.reduce((sum, value) => sum + value * value, 0));
  const square = sumOfSquares(white);
  const product = graph.node('MatMul', [white, graph.floats('means', [size, means.length], products)]);
  const squares = graph.node('Add', [
    graph.node('Add', [product, graph.floats('lengths', [means.length], lengths)]),
    square,
  ]);
  const [smallest] = graph.nodeWithOutputs(
    'TopK',
    [squares, graph.integers('one', [1])],
    [`${output}_squared`, `${output}_nearest`],
    {
      largest: { int: 0 },
    },
  );
  const nearest = graph.node('Reshape', [smallest!, graph.integers('shape', [-1])]);
  // Rounding can make the square of a tiny distance negative.
  graph.node('Sqrt', [graph.node('Relu', [nearest])], {}, output);
}
