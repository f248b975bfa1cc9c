import { type ModelManifest } from '@lintel/contracts';
import { OnnxSession } from '../../inference/onnx-session';
import { type FeatureMatrix } from '../../tables/feature-matrix';

/** The graph's input: the features of a window, float32 [batch, features]. */
export const FEATURES = 'features';
/** Sized to some milliseconds of work, because onnxruntime blocks the event loop while it runs. */
const BATCH_ROWS = 128;

export type WindowGraph = Pick<ModelManifest['onnx'], 'inputs' | 'outputs'> & { readonly bytes: Uint8Array };

/**
 * Runs a graph on windows.
 * @param output whose values are wanted
 * @returns float32 [rows, …] of this output
 */
export async function runWindows(
  graph: WindowGraph,
  { rows, columns, values }: FeatureMatrix,
  output: string,
  signal?: AbortSignal,
): Promise<number[]> {
  const session = await OnnxSession.open(graph.bytes, graph);
  const answers: number[] = [];
  try {
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      signal?.throwIfAborted();
      const size = Math.min(BATCH_ROWS, rows - from);
      const input = new Float32Array(size * columns.length);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < columns.length; column += 1) {
          input[row * columns.length + column] = values[column * rows + from + row]!;
        }
      }
      const outputs = await session.run({ [FEATURES]: input }, size);
      for (const value of outputs[output] as Float32Array) answers.push(value);
    }
  } finally {
    await session.close();
  }
  return answers;
}
