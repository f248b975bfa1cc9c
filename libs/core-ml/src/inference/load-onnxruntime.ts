/** Loads onnxruntime with its telemetry turned off; by default it reports every process and model to its vendor. */
export async function loadOnnxruntime() {
  // The native part reads this once while loading. In Node there is no other switch.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return import('onnxruntime-node');
}
