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
  const length = graph.node('ReduceL2', [features], { axes: { ints: [1] }, keepdims: { int: 1 } });
  const atLeast = graph.node('Max', [length, graph.floats('shortest', [1], Float32Array.of(SHORTEST))]);
  const direction = graph.node('Div', [features, atLeast]);
  const centred = graph.node('Sub', [direction, graph.floats('centre', [size], Float32Array.from(centre))]);
  const white = graph.node('MatMul', [centred, graph.floats('whitening', [size, size], Float32Array.from(whitening))]);
  const products = new Float32Array(size * means.length);
  means.forEach((mean, column) => mean.forEach((value, row) => (products[row * means.length + column] = -2 * value)));
  const lengths = Float32Array.from(means, (mean) => mean.reduce((sum, value) => sum + value * value, 0));
  const square = graph.node('ReduceSum', [graph.node('Mul', [white, white]), graph.integers('axes', [1])], {
    keepdims: { int: 1 },
  });
  const product = graph.node('MatMul', [white, graph.floats('means', [size, means.length], products)]);
  const squares = graph.node('Add', [
    graph.node('Add', [product, graph.floats('lengths', [means.length], lengths)]),
    square,
  ]);
  const nearest = graph.node('ReduceMin', [squares], { axes: { ints: [1] }, keepdims: { int: 0 } });
  // Rounding can make the square of a tiny distance negative.
  graph.node('Sqrt', [graph.node('Relu', [nearest])], {}, output);
}
