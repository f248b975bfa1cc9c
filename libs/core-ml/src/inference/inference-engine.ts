import { loadOnnxruntime } from './load-onnxruntime';

/**
 * Loads onnxruntime and returns its name and version: "onnxruntime 1.30.0".
 * @throws if its native part cannot be loaded
 */
export async function inferenceEngine(): Promise<string> {
  const { env } = await loadOnnxruntime();
  return `onnxruntime ${env.versions.node ?? env.versions.common}`;
}
