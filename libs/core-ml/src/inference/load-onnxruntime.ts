/** Loads onnxruntime, which tells its maker of every process and model unless it is told not to. */
export async function loadOnnxruntime() {
  // Its native part reads this once, while it is loaded; it has no other switch in Node.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return import('onnxruntime-node');
}
