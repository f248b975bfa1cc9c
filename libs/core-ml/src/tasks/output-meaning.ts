import { LintelError, type ModelManifest, type TensorSpec } from '@lintel/contracts';

/**
 * The output of a graph that has a meaning, whatever its name.
 * @throws LintelError MODEL_INVALID if the graph has no such output, or it is not float32
 */
export function outputMeaning({ outputs }: Pick<ModelManifest['onnx'], 'outputs'>, meaning: string): TensorSpec {
  const found = outputs.find((output) => output.meaning === meaning);
  if (found?.dtype === 'float32') return found;
  throw new LintelError('MODEL_INVALID', {
    problem: `The model has no output for ${meaning}.`,
    expected: `a float32 output that means ${meaning}`,
    received: outputs.map(({ name, meaning: other }) => `${name} (${other})`).join(', '),
    cure: 'Export the model again with the version of Lintel that is to run it.',
  });
}
