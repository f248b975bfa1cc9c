import { type OnnxGraph } from './onnx-graph';

/**
 * A tensor of the graph under construction. TensorFlow stores pictures channels last; ONNX's operators expect channels
 * first. Each value records its layout, so that a transpose is written only when the layout must change.
 */
export interface GraphValue {
  readonly name: string;
  /** Without the batch, in TensorFlow's order: [height, width, channels] for a picture in either layout. */
  readonly shape: readonly number[];
  readonly layout: 'channels-last' | 'channels-first';
  /** Set on the flattened form of a channels-first picture: the shape before, [height, width, channels]. */
  readonly flattenedFrom?: readonly number[];
  readonly dtype?: 'float32' | 'int64';
  /** Of a sequence padded at its end: the name of int32 [batch], the number of steps of each example. */
  readonly lengths?: string;
}

export function channelsFirst(graph: OnnxGraph, value: GraphValue): GraphValue {
  if (value.layout === 'channels-first') return value;
  return {
    ...value,
    layout: 'channels-first',
    name: graph.node('Transpose', [value.name], { perm: { ints: [0, 3, 1, 2] } }),
  };
}

/** Converts a value to TensorFlow's layout; a flattened picture is put into TensorFlow's order. */
export function channelsLast(graph: OnnxGraph, value: GraphValue): GraphValue {
  if (value.flattenedFrom) {
    const [height, width, channels] = value.flattenedFrom as [number, number, number];
    const picture = graph.node('Reshape', [value.name, graph.integers('shape', [0, channels, height, width])]);
    const transposed = graph.node('Transpose', [picture], { perm: { ints: [0, 2, 3, 1] } });
    const flat = graph.node('Flatten', [transposed], { axis: { int: 1 } });
    return { name: flat, shape: value.shape, layout: 'channels-last' };
  }
  if (value.layout === 'channels-last') return value;
  return {
    ...value,
    layout: 'channels-last',
    name: graph.node('Transpose', [value.name], { perm: { ints: [0, 2, 3, 1] } }),
  };
}
