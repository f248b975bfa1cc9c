import { HEAT, type ManifestOf, type ModelManifest } from '@lintel/contracts';
import { type TensorBatch } from '../../inference/tensor-batch';
import { outputMeaning } from '../output-meaning';

type Onnx = Pick<ModelManifest['onnx'], 'outputs'>;

/** The meanings of the graph's outputs. */
export const PROBABILITIES = 'probabilities';
export const EMBEDDING = 'embedding';
export const DISTANCE = 'distance';

/** The outputs of a graph that classifies, of one or several examples. */
export interface ClassOutputs {
  /** float32 [batch, classes] */
  readonly probabilities: Float32Array;
  /** float32 [batch, embedding size] */
  readonly embeddings: Float32Array;
  /** float32 [batch]: distance to the training examples; absent if the model has no such output. */
  readonly distances?: Float32Array;
  /** float32 [batch, classes, height, width]: only if it was asked for. */
  readonly heat?: Float32Array;
}

/** Finds the tensors by their meaning. */
export function classOutputs(onnx: Onnx, outputs: TensorBatch): ClassOutputs {
  const named = (meaning: string): Float32Array => outputs[outputMeaning(onnx, meaning).name] as Float32Array;
  const heat = onnx.outputs.find(({ meaning }) => meaning === HEAT);
  return {
    probabilities: named(PROBABILITIES),
    embeddings: named(EMBEDDING),
    ...(onnx.outputs.some(({ meaning }) => meaning === DISTANCE) ? { distances: named(DISTANCE) } : {}),
    ...(heat && outputs[heat.name] ? { heat: outputs[heat.name] as Float32Array } : {}),
  };
}

/** Anything that runs the graph of a manifest: a session or a predictor. */
export interface GraphRunner {
  run(batch: TensorBatch, size: number): Promise<TensorBatch>;
}

/**
 * Runs a graph on a batch of pictures.
 * @returns a function of float32 [size, height, width, channels], normalised
 */
export function runClassifier(
  graph: GraphRunner,
  onnx: ManifestOf<'image-classification'>['onnx'] | Pick<ModelManifest['onnx'], 'inputs' | 'outputs'>,
): (inputs: Float32Array, size: number) => Promise<ClassOutputs> {
  const { name } = onnx.inputs[0]!;
  return async (inputs, size) => classOutputs(onnx, await graph.run({ [name]: inputs }, size));
}
