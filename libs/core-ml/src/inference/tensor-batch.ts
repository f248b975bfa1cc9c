import { LintelError, sizeOfShape, type TensorSpec } from '@lintel/contracts';

export type TensorData = Float32Array | BigInt64Array;

/** Tensors by name. Each holds as many rows as there are examples. */
export type TensorBatch = Readonly<Record<string, TensorData>>;

/** New tensors of zeros for `size` examples. */
export function emptyBatch(specs: readonly TensorSpec[], size: number): Record<string, TensorData> {
  return Object.fromEntries(
    specs.map(({ name, dtype, shape }) => {
      const length = size * sizeOfShape(shape);
      return [name, dtype === 'float32' ? new Float32Array(length) : new BigInt64Array(length)];
    }),
  );
}

/**
 * Rows `from` to `to` of every tensor that the batch holds.
 * @param copy false: views, which keep the whole batch in memory
 */
export function rowsOf(
  specs: readonly TensorSpec[],
  batch: TensorBatch,
  from: number,
  to: number,
  copy: boolean,
): TensorBatch {
  return Object.fromEntries(
    specs.flatMap(({ name, shape }) => {
      const size = sizeOfShape(shape);
      const data = batch[name];
      if (data === undefined) return [];
      return [[name, copy ? data.slice(from * size, to * size) : data.subarray(from * size, to * size)]];
    }),
  );
}

/**
 * Returns only the values of the first `size` examples of each input.
 * @throws LintelError SHAPE_MISMATCH if a tensor is missing, has another type or too few values
 */
export function trimBatch(specs: readonly TensorSpec[], batch: TensorBatch, size: number): TensorBatch {
  const whole = Number.isInteger(size) && size >= 1;
  return Object.fromEntries(
    specs.map((spec) => {
      const { name, dtype, shape } = spec;
      const length = size * sizeOfShape(shape);
      const data = batch[name];
      const fits = dtype === 'float32' ? data instanceof Float32Array : data instanceof BigInt64Array;
      if (!whole || !fits || data!.length < length) throw mismatch(spec, data, size);
      return [name, data!.length === length ? data! : data!.subarray(0, length)];
    }),
  );
}

function mismatch({ name, dtype, shape }: TensorSpec, data: TensorData | undefined, size: number): LintelError {
  const type = data instanceof BigInt64Array ? 'int64' : 'float32';
  return new LintelError('SHAPE_MISMATCH', {
    problem: `The tensor "${name}" does not hold the examples that it should.`,
    expected: `at least 1 example of ${dtype} [${shape.join(', ')}], ${sizeOfShape(shape)} values each`,
    received: data === undefined ? 'no such tensor' : `${size} examples, ${data.length} values of ${type}`,
    cure: 'Pass every input of the model, and the number of examples that the batch holds.',
  });
}
