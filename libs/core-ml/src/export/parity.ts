import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu';
import { LintelError, type ModelManifest } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { EMBEDDING_LAYER, type ModelOutput } from '../models/model-family';
import { type ClassDistance, distancesOf } from '../unlikeness/class-distance';
import { PARITY_TOLERANCE } from './parity-tolerance';

/** Runs an exported graph; supplied by the caller, so that the gate does not depend on files. */
export type RunExported = (
  inputs: Float32Array,
  size: number,
) => Promise<{
  readonly probabilities: Float32Array;
  readonly embeddings: Float32Array;
  readonly distances?: Float32Array;
}>;

/** Examples that both the model and the exported graph answer. */
export interface ParityBatch {
  /** float32, `size` examples one after another. */
  readonly inputs: Float32Array;
  readonly size: number;
}

/**
 * Compares the exported graph with the model on examples that training has not seen. Probabilities are compared
 * absolutely, embeddings and distances relative to their largest value if it exceeds 1.
 * @param distance the distance that was exported with the graph, if any
 * @throws LintelError PARITY_FAILED
 */
export async function checkParity(
  model: LayersModel,
  output: ModelOutput,
  runExported: RunExported,
  batches: Iterable<ParityBatch>,
  distance?: ClassDistance,
): Promise<ModelManifest['onnx']['parity']> {
  const tf = loadTensorFlow();
  const exampleShape = model.inputs[0]!.shape.slice(1) as number[];
  const both = tf.model({
    inputs: model.inputs,
    outputs: [model.outputs[0]!, model.getLayer(EMBEDDING_LAYER).output as SymbolicTensor],
  });
  let examples = 0;
  let worst = 0;
  for (const { inputs, size } of batches) {
    const exported = await runExported(inputs, size);
    const [probabilities, embeddings] = tf.tidy(() => {
      const [last, features] = both.predict(tf.tensor(inputs, [size, ...exampleShape])) as [Tensor, Tensor];
      return [(output === 'logits' ? last.softmax() : last).dataSync(), features.dataSync()] as const;
    });
    worst = Math.max(worst, difference(probabilities, exported.probabilities, 1));
    worst = Math.max(worst, difference(embeddings, exported.embeddings, Math.max(1, largest(embeddings))));
    if (distance) {
      const expected = distancesOf(distance, Float32Array.from(embeddings));
      worst = Math.max(worst, difference(expected, exported.distances ?? [], Math.max(1, largest(expected))));
    }
    examples += size;
  }
  if (!(worst <= PARITY_TOLERANCE)) {
    throw new LintelError('PARITY_FAILED', {
      problem: 'The exported model gives different answers than the trained one, so it was discarded.',
      expected: `a difference of at most ${PARITY_TOLERANCE}`,
      received: `${worst.toPrecision(3)} over ${examples} examples`,
      cure: 'Report the architecture: its export is wrong.',
    });
  }
  return { examples, maxAbsoluteDifference: worst, tolerance: PARITY_TOLERANCE };
}

/** NaN on either side counts as an infinite difference. */
function difference(expected: ArrayLike<number>, received: ArrayLike<number>, scale: number): number {
  if (expected.length !== received.length) return Infinity;
  let worst = 0;
  for (let at = 0; at < expected.length; at++) {
    const distance = Math.abs(expected[at]! - received[at]!) / scale;
    if (!(distance <= worst)) worst = Number.isNaN(distance) ? Infinity : distance;
  }
  return worst;
}

function largest(values: ArrayLike<number>): number {
  let result = 0;
  for (let at = 0; at < values.length; at++) result = Math.max(result, Math.abs(values[at]!));
  return result;
}
