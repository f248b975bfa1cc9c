import { LintelError, type ModelManifest } from '@lintel/contracts';
import { type TensorBatch } from '@lintel/core-ml';
import { DATATYPES, type InferenceRequest } from './inference-request';

export interface InferenceResponse {
  /** Length in bytes of the JSON before binary tensors; undefined if the whole body is JSON. */
  readonly headerLength: number | undefined;
  readonly body: Buffer;
}

/**
 * Writes the response in the format that the request asks for; see `readInferenceRequest`.
 * @throws LintelError INVALID_ARGUMENT if a requested output contains NaN or an infinity
 */
export function writeInferenceResponse(
  { id, size, outputs }: InferenceRequest,
  results: TensorBatch,
  model: { readonly name: string; readonly version: string; readonly onnx: ModelManifest['onnx'] },
): InferenceResponse {
  const binary: Buffer[] = [];
  const described = outputs.map(({ name, binary: asBytes }) => {
    const { dtype, shape } = model.onnx.outputs.find((output) => output.name === name)!;
    const values = results[name]!;
    if (values instanceof Float32Array) checkOutput(name, values);
    const output = { name, datatype: DATATYPES[dtype], shape: [size, ...shape] };
    if (!asBytes) return { ...output, data: Array.from(values as ArrayLike<number | bigint>, Number) };
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    binary.push(bytes);
    return { ...output, parameters: { binary_data_size: bytes.length } };
  });
  const json = Buffer.from(
    JSON.stringify({
      model_name: model.name,
      model_version: model.version,
      ...(id === undefined ? {} : { id }),
      outputs: described,
    }),
  );
  return binary.length === 0
    ? { headerLength: undefined, body: json }
    : { headerLength: json.length, body: Buffer.concat([json, ...binary]) };
}

function checkOutput(name: string, values: Float32Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: `The model's answer is not finite: the output tensor ${name}.`,
    expected: 'finite numbers (float32)',
    received: `${values[at]} at ${at}`,
    cure: 'Send inputs in the range that the model was trained on; if the result is the same, train the model again.',
  });
}
