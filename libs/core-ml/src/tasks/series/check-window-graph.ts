import { type AnomalyPreprocessing, type ModelManifest } from '@lintel/contracts';
import { inconsistentManifest } from '../inconsistent-manifest';
import { outputMeaning } from '../output-meaning';
import { FEATURES } from './run-windows';

interface WindowManifest {
  readonly onnx: ModelManifest['onnx'];
  readonly preprocessing: Pick<AnomalyPreprocessing, 'features' | 'signals'>;
}

/**
 * Checks that a graph takes the features of its manifest and gives an output of some width, and that the features are of
 * known signals.
 * @returns the name of the output
 * @throws LintelError MODEL_INVALID
 */
export function checkWindowGraph({ onnx, preprocessing }: WindowManifest, meaning: string, width: number): string {
  const expected = `${FEATURES} float32 [${preprocessing.features.length}]`;
  const received = onnx.inputs.map(({ name, dtype, shape }) => `${name} ${dtype} [${shape.join(', ')}]`).join(', ');
  if (received !== expected) throw inconsistentManifest('inputs', expected, received);
  const name = checkOutputWidth(onnx, meaning, width);
  const unknown = preprocessing.features.find(
    (feature) => 'signal' in feature && !preprocessing.signals.includes(feature.signal),
  );
  if (unknown === undefined) return name;
  throw inconsistentManifest('signals', preprocessing.signals.join(', '), JSON.stringify(unknown));
}

/** @returns the name of the output @throws LintelError MODEL_INVALID */
export function checkOutputWidth(onnx: ModelManifest['onnx'], meaning: string, width: number): string {
  const { name, shape } = outputMeaning(onnx, meaning);
  if (shape.join() === String(width)) return name;
  throw inconsistentManifest('outputs', `${name} [${width}]`, `${name} [${shape.join(', ')}]`);
}
