import { LintelError, type ManifestOf, sizeOfShape } from '@lintel/contracts';
import { driftFeatures } from '../../drift/picture-features';
import { type TensorBatch } from '../../inference/tensor-batch';
import { indexOfLargest } from '../../numbers/index-of-largest';
import { inconsistentManifest } from '../inconsistent-manifest';
import { outputMeaning } from '../output-meaning';
import { checkPictureInput, openPictureInput } from '../pictures/picture-input';
import { type AnswerSummary, type InputLimits, type PreparedInput, type ServedTask } from '../served-task';
import { heatOf } from './class-heat';
import { classOutputs, EMBEDDING, PROBABILITIES } from './class-outputs';
import { labelsOf, leastCertainty, outcomeOf } from './label-answer';
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
      outputKey: namesOf(manifest),
      prepare: (picture, limits) => prepare(picture, manifest, limits),
      observe: (_, answer) => ({
        ...certaintyOf(answer),
        outcome: answer.className,
        features: answer.features,
      }),
    };
  },
  bytesOf: (picture) => picture.byteLength,
  summarise: (answer) => ({ ...certaintyOf(answer), outcome: outcomeOf(answer) }),
  summariseOutputs,
  agrees: (one, other) => one.outcome === other.outcome,
};

const certaintyOf = ({ probability, unsure }: PicturePrediction): Omit<AnswerSummary, 'outcome'> => ({
  confidence: probability,
  unsure,
});

/** The thresholds may differ: what is read alike is whether there are any. */
const namesOf = ({ reading: { classNames, thresholds } }: Manifest): string =>
  JSON.stringify([classNames, thresholds !== undefined]);

function check(manifest: Manifest): void {
  const { onnx, reading } = manifest;
  checkPictureInput(manifest);
  const probabilities = sizeOfShape(outputMeaning(onnx, PROBABILITIES).shape);
  outputMeaning(onnx, EMBEDDING);
  const { classNames, thresholds } = reading;
  if (thresholds !== undefined && thresholds.length !== classNames.length) {
    throw inconsistentManifest(
      'thresholds',
      `${classNames.length} thresholds, one for each label`,
      String(thresholds.length),
    );
  }
  if (probabilities === classNames.length) return;
  throw inconsistentManifest('classes', `${reading.classNames.length} class names`, `${probabilities} probabilities`);
}

async function prepare(
  picture: Uint8Array,
  manifest: Manifest,
  limits: InputLimits,
): Promise<PreparedInput<'image-classification'>> {
  const { onnx, reading } = manifest;
  const { pixels, shape, width, height, write } = await openPictureInput(picture, manifest, limits);
  return {
    write,
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
    const certainty = reading.thresholds ? leastCertainty(answer, reading.thresholds) : confidence;
    const unsure = unsureReasonOf(certainty, distances?.[row], reading) !== null;
    const labels = labelsOf(answer, reading);
    return { outcome: outcomeOf({ className: classNames[best]!, ...(labels ? { labels } : {}) }), confidence, unsure };
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
