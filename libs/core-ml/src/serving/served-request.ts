import { sizeOfShape } from '@lintel/contracts';
import { unsureReasonOf } from '../inference/prediction-of';
import { type ModelOutputs } from '../inference/onnx-session';
import { type PictureOutcome, type PredictOptions, type Predictor } from '../inference/predictor';

/** A model's answer to one example, reduced to what is compared. */
export interface ComparedAnswer {
  readonly className: string;
  /** The probability of that class, in [0, 1]. */
  readonly confidence: number;
  readonly unsure: boolean;
}

/** A request that any predictor can run and whose answers can be compared. */
export interface ServedRequest<Output> {
  readonly examples: number;
  /** Ids of the examples, in the same order, if the caller keeps them. */
  readonly ids?: readonly string[] | undefined;
  /** Bytes that it holds in memory while it waits for a challenger. */
  readonly bytes: number;
  /**
   * Whether a challenger can process the same request. A tensor was prepared for the champion; in canary mode the
   * challenger's probabilities are also read in the order of the champion's classes.
   */
  suits(champion: Predictor, challenger: Predictor, mode: 'shadow' | 'canary'): boolean;
  ask(predictor: Predictor, options: PredictOptions): Promise<Output>;
  /** One per example; null if there is no answer. */
  read(predictor: Predictor, output: Output): (ComparedAnswer | null)[];
  /** True if the model's answer to one of the examples is NaN: the model is at fault, not the example. */
  isBroken(output: Output): boolean;
  /**
   * Splits the request into pieces, for a model that must not block the event loop for long.
   * @param answeredBy provides the shape of an example
   */
  pieces(answeredBy: Predictor): ServedRequest<Output>[];
}

/** Examples per piece for a shadow challenger. */
const PIECE = 16;

/**
 * @param pictures encoded files; must not be changed afterwards
 * @param ids of the pictures, in the same order
 */
export function pictureRequest(
  pictures: readonly Uint8Array[],
  ids?: readonly string[],
): ServedRequest<PictureOutcome[]> {
  return {
    examples: pictures.length,
    ids,
    bytes: pictures.reduce((sum, picture) => sum + picture.byteLength, 0),
    suits: () => true,
    ask: (predictor, options) => predictor.predictSettled(pictures, options),
    read: (_, outcomes) =>
      outcomes.map((outcome) => {
        if (!outcome.ok) return null;
        const { className, probability, unsure } = outcome.prediction;
        return { className, confidence: probability, unsure };
      }),
    isBroken: (outcomes) => outcomes.some((outcome) => !outcome.ok && outcome.error.code === 'MODEL_INVALID'),
    pieces: () =>
      Array.from({ length: Math.ceil(pictures.length / PIECE) }, (_, index) =>
        pictureRequest(pictures.slice(index * PIECE, (index + 1) * PIECE)),
      ),
  };
}

/** @param batch float32 [size, ...example shape], normalised */
export function tensorRequest(batch: Float32Array, size: number): ServedRequest<ModelOutputs> {
  return {
    examples: size,
    bytes: batch.byteLength,
    suits: (champion, challenger, mode) =>
      preprocessingOf(champion) === preprocessingOf(challenger) &&
      (mode === 'shadow' || classesOf(champion) === classesOf(challenger)),
    ask: (predictor, options) => predictor.run(batch, size, options),
    read: readOutputs,
    isBroken: ({ probabilities, embeddings }) => ![probabilities, embeddings].every(allFinite),
    pieces({ manifest }) {
      const exampleSize = sizeOfShape(manifest.onnx.input.exampleShape);
      return Array.from({ length: Math.ceil(size / PIECE) }, (_, index) => {
        const from = index * PIECE;
        const count = Math.min(PIECE, size - from);
        // Copied, because the caller may reuse the tensor after the answer.
        return tensorRequest(batch.slice(from * exampleSize, (from + count) * exampleSize), count);
      });
    },
  };
}

const allFinite = (values: Float32Array): boolean => values.every((value) => Number.isFinite(value));

/**
 * The preprocessing that a tensor depends on. The normalisation is left out, because every training fits it again to
 * similar data.
 */
function preprocessingOf({ manifest }: Predictor): string {
  const { kind, height, width, channels, fit, background } = manifest.preprocessor;
  return [kind, height, width, channels, fit, background].join(' ');
}

const classesOf = ({ manifest }: Predictor): string => JSON.stringify(manifest.classNames);

function readOutputs({ manifest }: Predictor, { probabilities, distances }: ModelOutputs): (ComparedAnswer | null)[] {
  const { classNames } = manifest;
  const classes = classNames.length;
  return Array.from({ length: probabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let at = 0; at < classes; at++) {
      const probability = probabilities[row * classes + at]!;
      if (Number.isNaN(probability)) return null;
      if (probability > probabilities[row * classes + best]!) best = at;
    }
    const confidence = probabilities[row * classes + best]!;
    return {
      className: classNames[best]!,
      confidence,
      unsure: unsureReasonOf(confidence, distances?.[row], manifest) !== null,
    };
  });
}
