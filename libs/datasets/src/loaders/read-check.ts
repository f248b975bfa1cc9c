import { LintelError, type Dataset, sizeOfShape } from '@lintel/contracts';

/**
 * Checks the arguments of a dataset's `read`.
 * @throws LintelError INVALID_ARGUMENT (an index out of range), SHAPE_MISMATCH (wrong type or length of the target)
 */
export function checkRead(
  dataset: Pick<Dataset, 'size' | 'exampleShape' | 'dtype'>,
  indices: ArrayLike<number>,
  target: Uint8Array | Float32Array,
): void {
  const wanted = dataset.dtype === 'uint8' ? Uint8Array : Float32Array;
  const length = indices.length * sizeOfShape(dataset.exampleShape);
  if (!(target instanceof wanted) || target.length < length) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: 'The target of the read is too small or of the wrong type.',
      expected: `a ${wanted.name} of at least ${length} values (${indices.length} × [${dataset.exampleShape.join(', ')}])`,
      received: `a ${target.constructor.name} of ${target.length}`,
      cure: 'Pass a target of the type and length of the batch.',
    });
  }
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at]!;
    if (!Number.isInteger(index) || index < 0 || index >= dataset.size) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'The index is outside the dataset.',
        expected: `a whole number in [0, ${dataset.size})`,
        received: String(index),
        cure: 'Pass indices of this dataset.',
      });
    }
  }
}

/** @throws LintelError INVALID_ARGUMENT, always */
export function readAfterClose(): never {
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'The dataset is closed.',
    cure: 'Close a dataset after the last read from it or from a view of it.',
  });
}
