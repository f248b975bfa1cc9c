import { LintelError, type ManifestOf, sizeOfShape } from '@lintel/contracts';
import { driftFeatures } from '../../drift/picture-features';
import { type TensorBatch } from '../../inference/tensor-batch';
import { indexOfLargest } from '../../numbers/index-of-largest';
import { decodePicture } from '../../preprocessing/decode-picture';
import { normalisePixels } from '../../preprocessing/normalisation';
import { type AnswerSummary, type InputLimits, type PreparedInput, type ServedTask } from '../served-task';
import { heatOf } from './class-heat';
import { classOutputs, EMBEDDING, outputMeaning, PROBABILITIES } from './class-outputs';
import { type PicturePrediction } from './picture-prediction';
import { predictionOf, unsureReasonOf } from './prediction-of';

type Manifest = ManifestOf<'image-classification'>;

/** From an encoded picture to its classes. */
export const servedImageClassification: ServedTask<'image-classification'> = {
  id: 'image-classification',
  open({ manifest }) {
    check(manifest);
    return {
      tensorKey: preprocessingOf(manifest),
      outputKey: JSON.stringify(manifest.reading.classNames),
      prepare: (picture, limits) => prepare(picture, manifest, limits),
      observe: (_, answer) => ({ ...summarise(answer), features: answer.features }),
    };
  },
  bytesOf: (picture) => picture.byteLength,
  summarise,
  summariseOutputs,
  agrees: (one, other) => one.outcome === other.outcome,
};

function summarise({ className, probability, unsure }: PicturePrediction): AnswerSummary {
  return { outcome: className, confidence: probability, unsure };
}

function check({ preprocessing, onnx, reading }: Manifest): void {
  const shape = [preprocessing.height, preprocessing.width, preprocessing.channels];
  const [input, ...more] = onnx.inputs;
  if (more.length > 0 || input!.dtype !== 'float32' || shape.join() !== input!.shape.join()) {
    const received = onnx.inputs.map((one) => `${one.dtype} [${one.shape.join(', ')}]`).join(', ');
    throw inconsistent('shapes', `one input, float32 [${shape.join(', ')}], from the preprocessing`, received);
  }
  const probabilities = sizeOfShape(outputMeaning(onnx, PROBABILITIES).shape);
  outputMeaning(onnx, EMBEDDING);
  if (probabilities === reading.classNames.length) return;
  throw inconsistent('classes', `${reading.classNames.length} class names`, `${probabilities} probabilities`);
}

async function prepare(
  picture: Uint8Array,
  manifest: Manifest,
  limits: InputLimits,
): Promise<PreparedInput<'image-classification'>> {
  const { preprocessing, onnx, reading } = manifest;
  const { pixels, width, height } = await decodePicture(picture, preprocessing, limits);
  const { name, shape } = onnx.inputs[0]!;
  return {
    write: (batch, row) =>
      normalisePixels(pixels, preprocessing, batch[name] as Float32Array, row * sizeOfShape(shape)),
    read(outputs) {
      const { probabilities, embeddings, distances, heat } = classOutputs(onnx, outputs);
      const prediction = predictionOf(probabilities, reading, distances?.[0]);
      checkEmbedding(embeddings);
      const features = driftFeatures(pixels, shape, embeddings);
      const spoken = heat && heatOf(prediction.className, heat, manifest);
      return {
        ...prediction,
        ...{ embedding: embeddings, features, width, height },
        ...(spoken ? { heat: spoken } : {}),
      };
    },
  };
}

function summariseOutputs(outputs: TensorBatch, size: number, { onnx, reading }: Manifest): (AnswerSummary | null)[] {
  const { probabilities, distances } = classOutputs(onnx, outputs);
  const { classNames } = reading;
  const classes = classNames.length;
  return Array.from({ length: size }, (_, row) => {
    const answer = probabilities.subarray(row * classes, (row + 1) * classes);
    if (answer.some(Number.isNaN)) return null;
    const best = indexOfLargest(answer);
    const confidence = answer[best]!;
    const unsure = unsureReasonOf(confidence, distances?.[row], reading) !== null;
    return { outcome: classNames[best]!, confidence, unsure };
  });
}

/**
 * The preprocessing that a tensor depends on. The normalisation is left out, because every training fits it again to
 * similar data.
 */
function preprocessingOf({ preprocessing }: Manifest): string {
  const { kind, height, width, channels, fit, background } = preprocessing;
  return [kind, height, width, channels, fit, background].join(' ');
}

function checkEmbedding(embedding: Float32Array): void {
  const at = embedding.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new LintelError('MODEL_INVALID', {
    problem: "The model's embedding of the picture is not finite.",
    expected: 'finite numbers',
    received: `${embedding[at]} at ${at}`,
    cure: 'The training has probably diverged: train again with a smaller learning rate.',
  });
}

function inconsistent(what: string, expected: string, received: string): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: `The model's manifest and its graph differ in their ${what}.`,
    expected,
    received,
    cure: 'Export the model again; its manifest was changed by hand or belongs to another model.',
  });
}
