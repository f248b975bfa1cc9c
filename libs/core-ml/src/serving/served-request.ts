import { sizeOfShape } from '@lintel/contracts';
import { unsureReasonOf } from '../inference/prediction-of';
import { type ModelOutputs } from '../inference/onnx-session';
import { type PictureOutcome, type PredictOptions, type Predictor } from '../inference/predictor';

/** What a model made of one example, as far as it is compared. */
export interface ComparedAnswer {
  readonly className: string;
  /** The probability of that class, in [0, 1]. */
  readonly confidence: number;
  readonly unsure: boolean;
}

/** Something that can be asked of any predictor, and its answer read for a comparison. */
export interface ServedRequest<Output> {
  readonly examples: number;
  /** What waiting for a challenger holds in memory. */
  readonly bytes: number;
  /**
   * Whether a challenger can be given the same: a tensor was prepared for the champion, and where a challenger answers
   * it (canary), its probabilities are read in the order of the champion's classes.
   */
  suits(champion: Predictor, challenger: Predictor, mode: 'shadow' | 'canary'): boolean;
  ask(predictor: Predictor, options: PredictOptions): Promise<Output>;
  /** One an example; null where there is no answer. */
  read(predictor: Predictor, output: Output): (ComparedAnswer | null)[];
  /** True where the model's answer to one of the examples is not a number: the model is at fault, not the example. */
  isBroken(output: Output): boolean;
  /**
   * The same in pieces, for a model that must not hold the event loop for long.
   * @param answeredBy knows the shape of an example
   */
  pieces(answeredBy: Predictor): ServedRequest<Output>[];
}

/** Examples that a challenger is given at once in the shadow of the champion. */
const PIECE = 16;

/** @param pictures encoded files, not to be changed afterwards */
export function pictureRequest(pictures: readonly Uint8Array[]): ServedRequest<PictureOutcome[]> {
  return {
    examples: pictures.length,
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
        // A copy: the tensor is its owner's again once it is answered.
        return tensorRequest(batch.slice(from * exampleSize, (from + count) * exampleSize), count);
      });
    },
  };
}

const allFinite = (values: Float32Array): boolean => values.every((value) => Number.isFinite(value));

/** What a tensor for the model depends on. The normalisation is left out: every training fits it anew to like data. */
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
