import { LintelError, type ModelManifest, sizeOfShape, type TensorSpec } from '@lintel/contracts';
import { type Cell, type TensorBatch, type TensorData } from '@lintel/core-ml';
import { z } from 'zod';
import { utf8Text } from '../http/json-body';
import { checkText } from '../http/storable-text';
import { readColumns } from './inference-columns';
import { flatten, invalid, requestTensorSchema, type RequestTensor } from './request-tensor';

/**
 * The Open Inference Protocol, version 2 (KServe), with the binary tensor extension of Triton: a JSON header of
 * `inference-header-content-length` bytes, and behind it the tensors that name a `binary_data_size`, little-endian.
 */
const requestSchema = z.object({
  id: z.string().max(200).optional(),
  parameters: z.object({ binary_data_output: z.boolean().optional() }).loose().optional(),
  inputs: z.array(requestTensorSchema).min(1),
  outputs: z
    .array(
      z.object({ name: z.string(), parameters: z.object({ binary_data: z.boolean().optional() }).loose().optional() }),
    )
    .optional(),
});

export type InferenceRequest = RequestedOutputs &
  (
    | {
        /** Every input of the graph, [size, ...shape]. */
        readonly batch: TensorBatch;
        readonly rows: null;
      }
    | {
        readonly batch: null;
        /** The values of each example by column, if the request sends columns instead of the graph's inputs. */
        readonly rows: readonly Readonly<Record<string, Cell>>[];
      }
  );

interface RequestedOutputs {
  readonly id: string | undefined;
  readonly size: number;
  /** Names of the requested outputs, in order, and whether each is sent as bytes. */
  readonly outputs: readonly { readonly name: string; readonly binary: boolean }[];
}

type Onnx = ModelManifest['onnx'];

/**
 * @param body the whole body
 * @param headerLength the header `inference-header-content-length`; undefined: all of it is JSON
 * @param columns that the model takes instead of the graph's inputs; empty if it takes none
 * @throws LintelError INVALID_ARGUMENT, SHAPE_MISMATCH
 */
export function readInferenceRequest(
  body: Buffer,
  headerLength: string | undefined,
  onnx: Onnx,
  columns: readonly string[] = [],
): InferenceRequest {
  const jsonLength = headerLength === undefined ? body.length : Number(headerLength);
  if (!Number.isInteger(jsonLength) || jsonLength < 0 || jsonLength > body.length) {
    throw invalid('inference-header-content-length', `0 to ${body.length}`, String(headerLength));
  }
  const request = parse(utf8Text(body.subarray(0, jsonLength)));
  const wanted = onnx.inputs.map(({ name }) => name);
  const sent = request.inputs.map(({ name }) => name);
  const isTensors = [...sent].sort().join('\n') === [...wanted].sort().join('\n');
  const isColumns = new Set(sent).size === sent.length && sent.every((name) => columns.includes(name));
  if (!isTensors && !isColumns) {
    const known = columns.length === 0 ? '' : `columns named ${columns.join(', ')}; or `;
    throw invalid('the inputs', `${known}one named ${wanted.join(', one named ')}`, sent.join(', '));
  }
  let at = jsonLength;
  const bytes = request.inputs.map(({ parameters: { binary_data_size: size = 0 } = {} }) =>
    body.subarray(at, (at += size)),
  );
  if (at !== body.length && headerLength !== undefined) {
    throw invalid('the binary tensors', `${at - jsonLength} bytes`, `${body.length - jsonLength} bytes`);
  }
  const size = request.inputs[0]!.shape[0]!;
  const about = { id: request.id, size, outputs: wantedOutputs(request, onnx) };
  if (!isTensors) return { ...about, batch: null, rows: readColumns(request.inputs, size, bytes) };
  const batch: Record<string, TensorData> = {};
  for (const [place, input] of request.inputs.entries()) {
    const spec = onnx.inputs.find(({ name }) => name === input.name)!;
    batch[input.name] = readTensor(input, spec, size, bytes[place]!);
  }
  return { ...about, batch, rows: null };
}

/** Names of the protocol for the types of tensors. */
export const DATATYPES = { float32: 'FP32', int64: 'INT64' } as const;

function readTensor(input: RequestTensor, spec: TensorSpec, size: number, bytes: Buffer): TensorData {
  const datatype = DATATYPES[spec.dtype];
  if (input.datatype !== datatype) throw invalid(`the datatype of ${input.name}`, datatype, input.datatype);
  const [rows = 0, ...shape] = input.shape;
  if (rows < 1 || rows !== size || shape.join() !== spec.shape.join()) {
    throw new LintelError('SHAPE_MISMATCH', {
      problem: `The shape of the input ${input.name} does not match the model.`,
      expected: `[${rows === size ? '1 or more' : `${size}, as the first input has`}, ${spec.shape.join(', ')}]`,
      received: `[${input.shape.join(', ')}]`,
      cure: 'Send examples of that shape; GET /v2/models/{name} returns it.',
    });
  }
  const values = sizeOfShape(input.shape);
  const binarySize = input.parameters?.binary_data_size;
  if (spec.dtype === 'int64') {
    return binarySize === undefined
      ? integersFromJson(input.name, input.data ?? [], values, input.shape.length)
      : new BigInt64Array(copyOf(bytes, binarySize, 8 * values));
  }
  const numbers =
    binarySize === undefined
      ? fromJson(input.name, input.data ?? [], values, input.shape.length)
      : new Float32Array(copyOf(bytes, binarySize, 4 * values));
  checkFinite(`the input tensor ${input.name}`, numbers);
  return numbers;
}

function parse(text: string): z.infer<typeof requestSchema> {
  const parsed = requestSchema.safeParse(parseJson(text));
  if (parsed.success) {
    const { inputs: _, ...others } = parsed.data;
    checkText(others);
    return parsed.data;
  }
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw invalid('the body', 'an inference request of the Open Inference Protocol v2', issues.slice(0, 5).join('; '));
}

/**
 * A string, or one of the non-finite numbers that JSON does not have but some clients write. An unterminated string
 * matches as well: otherwise the search would start again at each of its quotes.
 */
const NOT_JSON = /"(?:[^"\\]|\\[^]?)*"?|-?\b(?:NaN|Infinity)\b/g;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    try {
      // As null they are refused with the name of their tensor, like every other non-number.
      return JSON.parse(text.replaceAll(NOT_JSON, (found) => (found.startsWith('"') ? found : 'null')));
    } catch {
      throw invalid('the body', 'JSON', cause instanceof Error ? cause.message : String(cause));
    }
  }
}

/** Copied, because the offset of a typed array must be a multiple of the size of its numbers. */
function copyOf(bytes: Buffer, announced: number, expected: number): ArrayBuffer {
  if (bytes.length !== announced || announced !== expected) {
    throw invalid('the binary tensor', `${expected} bytes`, `${announced} announced, ${bytes.length} there`);
  }
  return Uint8Array.prototype.slice.call(bytes).buffer;
}

function fromJson(name: string, data: readonly unknown[], values: number, depth: number): Float32Array {
  const flat = flatten(data, values, depth);
  const batch = new Float32Array(values);
  for (let at = 0; at < values; at++) {
    const value = flat[at];
    if (typeof value !== 'number') throw invalid(`the input tensor ${name}`, FINITE, `${typeOf(value)} at ${at}`);
    batch[at] = value;
  }
  return batch;
}

function integersFromJson(name: string, data: readonly unknown[], values: number, depth: number): BigInt64Array {
  const flat = flatten(data, values, depth);
  return BigInt64Array.from({ length: values }, (_, at) => {
    const value = flat[at];
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
    const received = typeof value === 'number' ? String(value) : typeOf(value);
    throw invalid(`the input tensor ${name}`, 'whole numbers (int64)', `${received} at ${at}`);
  });
}

const typeOf = (value: unknown): string => (value === null ? 'null, NaN or an infinity' : typeof value);

const FINITE = 'finite numbers (float32)';

/**
 * Refuses NaN and infinities: a model's answer to them is meaningless, and JSON cannot represent them.
 * @throws LintelError INVALID_ARGUMENT
 */
export function checkFinite(what: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw invalid(what, FINITE, `${values[at]} at ${at}`);
}

function wantedOutputs({ outputs, parameters }: z.infer<typeof requestSchema>, onnx: Onnx) {
  const known = onnx.outputs.map(({ name }) => name);
  const byDefault = parameters?.binary_data_output ?? false;
  if (outputs === undefined || outputs.length === 0) {
    return onnx.outputs.filter(({ onRequest }) => !onRequest).map(({ name }) => ({ name, binary: byDefault }));
  }
  return outputs.map(({ name, parameters: own }) => {
    if (!known.includes(name)) throw invalid('an output', known.join(' or '), name);
    return { name, binary: own?.binary_data ?? byDefault };
  });
}
