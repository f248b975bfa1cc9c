import { LintelError, type ManifestOf, type ModelManifest, type TensorSpec } from '@lintel/contracts';
import { type TensorBatch } from '../../inference/tensor-batch';

type Onnx = Pick<ModelManifest['onnx'], 'outputs'>;

/** The meanings of the graph's outputs. */
export const PROBABILITIES = 'probabilities';
export const EMBEDDING = 'embedding';
export const DISTANCE = 'distance';
export const HEAT = 'heat';

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

/** @throws LintelError MODEL_INVALID if the graph has no such output, or it is not float32 */
export function outputMeaning({ outputs }: Onnx, meaning: string): TensorSpec {
  const found = outputs.find((output) => output.meaning === meaning);
  if (found?.dtype === 'float32') return found;
  throw new LintelError('MODEL_INVALID', {
    problem: `The model has no output for ${meaning}.`,
    expected: `a float32 output that means ${meaning}`,
    received: outputs.map(({ name, meaning: other }) => `${name} (${other})`).join(', '),
    cure: 'Export the model again with the version of Lintel that is to run it.',
  });
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
