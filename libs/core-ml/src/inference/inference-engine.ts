/**
 * Loads onnxruntime and says which: "onnxruntime 1.30.0".
 * @throws where its native part cannot be loaded
 */
export async function inferenceEngine(): Promise<string> {
  const { env } = await import('onnxruntime-node');
  return `onnxruntime ${env.versions.node ?? env.versions.common}`;
}
