import { LintelError, type ManifestOf } from '@lintel/contracts';
import { pictureFeatures } from '../../drift/picture-features';
import { type TensorBatch } from '../../inference/tensor-batch';
import { inconsistentManifest } from '../inconsistent-manifest';
import { outputMeaning } from '../output-meaning';
import { checkPictureInput, openPictureInput } from '../pictures/picture-input';
import { concentration, longestComponent } from './concentration';
import { type AnswerSummary, type InputLimits, type PreparedInput, type ServedTask } from '../served-task';

type Manifest = ManifestOf<'image-embedding'>;

/** The meaning of the output that holds the vectors. */
export const VECTOR = 'embedding';

/** From an encoded picture to its vector. */
export const servedImageEmbedding: ServedTask<'image-embedding'> = {
  id: 'image-embedding',
  open({ manifest }) {
    check(manifest);
    return {
      tensorKey: preprocessingOf(manifest),
      outputKey: String(manifest.reading.size),
      prepare: (picture, limits) => prepare(picture, manifest, limits),
      observe: (_, { vector, features }) => ({
        ...{ outcome: concentration(vector), confidence: null, unsure: false },
        features,
      }),
    };
  },
  bytesOf: (picture) => picture.byteLength,
  summarise: ({ vector }) => summaryOf(vector),
  summariseOutputs: (outputs, size, { onnx, reading }) =>
    Array.from({ length: size }, (_, row) => {
      const vector = vectorsOf(outputs, onnx).subarray(row * reading.size, (row + 1) * reading.size);
      return vector.every(Number.isFinite) ? summaryOf(vector) : null;
    }),
  agrees: (one, other) => one.outcome === other.outcome,
};

/** float32 [examples, size] */
const vectorsOf = (outputs: TensorBatch, onnx: Manifest['onnx']): Float32Array =>
  outputs[outputMeaning(onnx, VECTOR).name] as Float32Array;

/**
 * A vector has no class. Its longest component says roughly where it points, and two models whose vectors mean the same
 * agree in it.
 */
function summaryOf(vector: Float32Array): AnswerSummary {
  return { outcome: `component ${longestComponent(vector)}`, confidence: null, unsure: false };
}

function check(manifest: Manifest): void {
  const { onnx, reading } = manifest;
  checkPictureInput(manifest);
  const output = outputMeaning(onnx, VECTOR).shape;
  if (output.join() === String(reading.size)) return;
  throw inconsistentManifest('vectors', `[${reading.size}]`, `[${output.join(', ')}]`);
}

async function prepare(
  picture: Uint8Array,
  manifest: Manifest,
  limits: InputLimits,
): Promise<PreparedInput<'image-embedding'>> {
  const { pixels, shape, width, height, write } = await openPictureInput(picture, manifest, limits);
  return {
    write,
    read(outputs) {
      const vector = vectorsOf(outputs, manifest.onnx);
      if (vector.every(Number.isFinite)) return { vector, features: pictureFeatures(pixels, shape), width, height };
      throw new LintelError('MODEL_INVALID', {
        problem: "The model's vector of the picture is not finite.",
        expected: 'finite numbers',
        received: 'NaN or infinity',
        cure: 'Train the model again; if it happens again, choose another backbone.',
      });
    },
  };
}

/** The preprocessing that a tensor depends on. */
function preprocessingOf({ preprocessing }: Manifest): string {
  const { kind, height, width, channels, fit, background, mean, std } = preprocessing;
  return [kind, height, width, channels, fit, background, ...mean, ...std].join(' ');
}
