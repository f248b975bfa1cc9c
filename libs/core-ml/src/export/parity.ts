import type { LayersModel, SymbolicTensor, Tensor } from '@tensorflow/tfjs-node-gpu';
import { type ModelManifest } from '@lintel/contracts';
import { loadTensorFlow } from '../engine/tensorflow';
import { EMBEDDING_LAYER, type ModelOutput } from '../models/model-family';
import { type ClassDistance, distancesOf } from '../unlikeness/class-distance';
import { largestDifference, scaleOf } from './largest-difference';
import { judgeParity } from './judge-parity';

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
    worst = Math.max(worst, largestDifference(probabilities, exported.probabilities));
    worst = Math.max(worst, largestDifference(embeddings, exported.embeddings, scaleOf(embeddings)));
    if (distance) {
      const expected = distancesOf(distance, Float32Array.from(embeddings));
      worst = Math.max(worst, largestDifference(expected, exported.distances ?? [], scaleOf(expected)));
    }
    examples += size;
  }
  return judgeParity(worst, examples, {
    problem: 'The exported model gives different answers than the trained one, so it was discarded.',
    examples: 'examples',
    cure: 'Report the architecture: its export is wrong.',
  });
}
