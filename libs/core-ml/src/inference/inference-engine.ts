import { loadOnnxruntime } from './load-onnxruntime';

/**
 * Loads onnxruntime and says which: "onnxruntime 1.30.0".
 * @throws where its native part cannot be loaded
 */
export async function inferenceEngine(): Promise<string> {
  const { env } = await loadOnnxruntime();
  return `onnxruntime ${env.versions.node ?? env.versions.common}`;
}
