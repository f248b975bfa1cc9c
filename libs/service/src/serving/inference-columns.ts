import { LintelError } from '@lintel/contracts';
import { type Cell } from '@lintel/core-ml';
import { utf8Text } from '../http/json-body';
import { flatten, invalid, type RequestTensor } from './request-tensor';

/** What a value of each type of the protocol may be in JSON; null is missing. */
const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  BYTES: (value) => typeof value === 'string',
  FP32: (value) => typeof value === 'number',
  FP64: (value) => typeof value === 'number',
  INT32: (value) => Number.isSafeInteger(value),
  INT64: (value) => Number.isSafeInteger(value),
  BOOL: (value) => typeof value === 'boolean',
};

/**
 * Reads columns with one value an example.
 * @param inputs of the shape [size] or [size, 1]
 * @param bytes the binary data of each input
 * @returns the values of each example
 * @throws LintelError INVALID_ARGUMENT, SHAPE_MISMATCH
 */
export function readColumns(
  inputs: readonly RequestTensor[],
  size: number,
  bytes: readonly Buffer[],
): Record<string, Cell>[] {
  const columns = inputs.map((input, place) => {
    checkShape(input, size);
    return readColumn(input, size, bytes[place]!);
  });
  // The announced size is trusted only after every column has brought as many values.
  const rows = Array.from({ length: size }, (): Record<string, Cell> => ({}));
  inputs.forEach(({ name }, place) => rows.forEach((row, at) => (row[name] = columns[place]![at]!)));
  return rows;
}

function readColumn({ name, datatype, shape, data = [], parameters }: RequestTensor, size: number, bytes: Buffer) {
  const isKind = KINDS[datatype];
  if (isKind === undefined) throw invalid(`the datatype of ${name}`, Object.keys(KINDS).join(', '), datatype);
  if (parameters?.binary_data_size !== undefined) {
    const { binary_data_size: announced } = parameters;
    if (bytes.length !== announced) throw invalid('the binary tensor', `${announced} bytes`, `${bytes.length} there`);
    return readBinary(name, datatype, size, bytes);
  }
  return flatten(data, size, shape.length).map((value, at): Cell => {
    if (value === null || isKind(value)) return value as Cell;
    throw invalid(`the input ${name}`, `values of ${datatype}, or null`, `${typeof value} at ${at}`);
  });
}

/** Each value of BYTES is its length (uint32, little-endian) and its UTF-8 text; NaN is missing. */
function readBinary(name: string, datatype: string, size: number, bytes: Buffer): Cell[] {
  if (datatype === 'BYTES') {
    let at = 0;
    const texts = Array.from({ length: size }, () => {
      const length = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : Infinity;
      if (at + 4 + length > bytes.length) throw invalid(`the input ${name}`, `${size} texts`, 'fewer bytes');
      return utf8Text(bytes.subarray(at + 4, (at += 4 + length)));
    });
    if (at !== bytes.length) throw invalid(`the input ${name}`, `${at} bytes`, `${bytes.length} bytes`);
    return texts;
  }
  const reader = BINARY[datatype]!;
  if (bytes.length !== size * reader.bytes) {
    throw invalid(`the input ${name}`, `${size * reader.bytes} bytes`, `${bytes.length} bytes`);
  }
  return Array.from({ length: size }, (_, at) => reader.read(bytes, at * reader.bytes));
}

const orMissing = (value: number): number | null => (Number.isNaN(value) ? null : value);

const BINARY: Readonly<Record<string, { bytes: number; read: (from: Buffer, at: number) => Cell }>> = {
  FP32: { bytes: 4, read: (from, at) => orMissing(from.readFloatLE(at)) },
  FP64: { bytes: 8, read: (from, at) => orMissing(from.readDoubleLE(at)) },
  INT32: { bytes: 4, read: (from, at) => from.readInt32LE(at) },
  INT64: { bytes: 8, read: (from, at) => Number(from.readBigInt64LE(at)) },
  BOOL: { bytes: 1, read: (from, at) => from[at] !== 0 },
};

function checkShape({ name, shape }: RequestTensor, size: number): void {
  const [rows, ...rest] = shape;
  if (rows === size && size > 0 && (rest.length === 0 || rest.join() === '1')) return;
  throw new LintelError('SHAPE_MISMATCH', {
    problem: `The shape of the input ${name} does not match the model.`,
    expected: `[${size > 0 ? size : '1 or more'}] or [${size > 0 ? size : '1 or more'}, 1]: one value for each example`,
    received: `[${shape.join(', ')}]`,
    cure: 'Send one value for each example, and as many for each column.',
  });
}
