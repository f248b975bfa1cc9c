import { LintelError, type ModelManifest } from '@lintel/contracts';
import { type ModelOutputs } from '@lintel/core-ml';
import { type InferenceRequest } from './inference-request';

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
  results: ModelOutputs,
  model: { readonly name: string; readonly version: string; readonly onnx: ModelManifest['onnx'] },
): InferenceResponse {
  const binary: Buffer[] = [];
  const described = outputs.map(({ name, binary: asBytes }) => {
    const values = name === model.onnx.probabilities ? results.probabilities : results.embeddings;
    checkOutput(name, values);
    const output = { name, datatype: 'FP32', shape: [size, values.length / size] };
    if (!asBytes) return { ...output, data: Array.from(values) };
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
