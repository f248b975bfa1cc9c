import { sizeOfShape } from '@lintel/contracts';
/**
 * A transposed copy: axis `i` of the result is axis `order[i]` of the source.
 * @param values row-major, of `shape`
 */
export function permute(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOfShape(shape.slice(axis + 1)));
  const resultShape = order.map((axis) => shape[axis]!);
  const resultStrides = order.map((axis) => strides[axis]!);
  const result = new Float32Array(values.length);
  const index = new Array<number>(order.length).fill(0);
  let source = 0;
  for (let at = 0; at < result.length; at++) {
    result[at] = values[source]!;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      source += resultStrides[axis]!;
      if (++index[axis]! < resultShape[axis]!) break;
      source -= resultStrides[axis]! * resultShape[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
