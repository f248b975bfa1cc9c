import { LintelError, type ModelManifest, type Prediction } from '@lintel/contracts';
import { decodePicture, type DecodedPicture, type PictureLimits } from '../preprocessing/decode-picture';
import { normalisePixels } from '../preprocessing/normalisation';
import { loadModelDirectory } from './load-model-directory';
import { OnnxSession, type ModelOutputs, type OnnxSessionOptions } from './onnx-session';
import { predictionOf } from './prediction-of';

export interface PredictorOptions extends OnnxSessionOptions {
  /** What a picture may cost before it is refused. */
  readonly limits?: PictureLimits;
}

export interface PicturePrediction extends Prediction {
  /** float32 [embedding size]: what the model made of the picture before it chose a class. */
  readonly embedding: Float32Array;
  /** Pixels of the picture as it came, the right way up. */
  readonly width: number;
  readonly height: number;
}

export type PictureOutcome =
  { readonly ok: true; readonly prediction: PicturePrediction } | { readonly ok: false; readonly error: LintelError };

export interface PredictOptions {
  readonly signal?: AbortSignal;
}

/**
 * Pictures that are decoded side by side and given to the model at once. onnxruntime holds the
 * event loop while it runs, so a batch is kept to some milliseconds of work.
 */
const BATCH_SIZE = 64;

/** A model, ready to answer. */
export class Predictor {
  private readonly inFlight = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  private constructor(
    readonly manifest: ModelManifest,
    private readonly session: OnnxSession,
    private readonly limits: PictureLimits,
  ) {}

  /**
   * @param directory a model folder, as training writes it
   * @throws LintelError NOT_FOUND, MODEL_INVALID, ARTIFACT_CORRUPT
   */
  static async load(directory: string, { limits = {}, ...options }: PredictorOptions = {}): Promise<Predictor> {
    const { manifest, onnx } = await loadModelDirectory(directory);
    checkShape(manifest);
    const session = await OnnxSession.open(onnx, manifest.onnx, options);
    if (session.classes !== manifest.classNames.length) {
      await session.close();
      throw inconsistent('classes', `${manifest.classNames.length} class names`, `${session.classes} probabilities`);
    }
    return new Predictor(manifest, session, limits);
  }

  /** SHA-256 (hex) of the ONNX file: names the very weights that answered. */
  get sha256(): string {
    return this.manifest.onnx.sha256;
  }

  /**
   * @param pictures encoded files
   * @returns one prediction a picture, in their order
   * @throws LintelError of the first picture that can't be decoded; CANCELLED, MODEL_NOT_READY
   */
  async predict(pictures: readonly Uint8Array[], options: PredictOptions = {}): Promise<PicturePrediction[]> {
    const outcomes = await this.predictSettled(pictures, options);
    return outcomes.map((outcome) => {
      if (outcome.ok) return outcome.prediction;
      throw outcome.error;
    });
  }

  /**
   * As `predict`, but a picture that can't be decoded leaves the others their answers.
   * @throws LintelError CANCELLED, MODEL_NOT_READY
   */
  predictSettled(pictures: readonly Uint8Array[], { signal }: PredictOptions = {}): Promise<PictureOutcome[]> {
    return this.track(async () => {
      const outcomes: PictureOutcome[] = [];
      for (let start = 0; start < pictures.length; start += BATCH_SIZE) {
        const batch = pictures.slice(start, start + BATCH_SIZE);
        throwIfCancelled(signal);
        const decoded = await Promise.all(batch.map((picture) => this.decode(picture)));
        throwIfCancelled(signal);
        outcomes.push(...(await this.answer(decoded)));
      }
      return outcomes;
    });
  }

  /**
   * The model alone, for those who have their own tensors.
   * @param batch float32 [size, ...example shape], normalised
   * @throws LintelError SHAPE_MISMATCH, MODEL_NOT_READY
   */
  run(batch: Float32Array, size: number): Promise<ModelOutputs> {
    return this.track(() => this.session.run(batch, size));
  }

  /** Takes no more requests, waits for those under way, and frees the model. */
  close(): Promise<void> {
    this.closing ??= Promise.allSettled(this.inFlight).then(() => this.session.close());
    return this.closing;
  }

  private async track<T>(work: () => Promise<T>): Promise<T> {
    if (this.closing) {
      throw new LintelError('MODEL_NOT_READY', {
        problem: `The predictor of model "${this.manifest.name}" is closed.`,
        expected: 'an open predictor',
        received: 'a request after close()',
        cure: 'Load the model again, or send the request to the predictor that replaced this one.',
        retryable: true,
      });
    }
    const running = work();
    this.inFlight.add(running);
    try {
      return await running;
    } finally {
      this.inFlight.delete(running);
    }
  }

  private async decode(picture: Uint8Array): Promise<DecodedPicture | LintelError> {
    try {
      return await decodePicture(picture, this.manifest.preprocessor, this.limits);
    } catch (error) {
      if (error instanceof LintelError) return error;
      throw error;
    }
  }

  private async answer(decoded: readonly (DecodedPicture | LintelError)[]): Promise<PictureOutcome[]> {
    const pictures = decoded.filter((picture): picture is DecodedPicture => !(picture instanceof LintelError));
    const predictions = (pictures.length === 0 ? [] : await this.infer(pictures)).values();
    return decoded.map((picture) =>
      picture instanceof LintelError
        ? { ok: false, error: picture }
        : { ok: true, prediction: predictions.next().value! },
    );
  }

  private async infer(pictures: readonly DecodedPicture[]): Promise<PicturePrediction[]> {
    const { preprocessor, classNames, unsureBelow, onnx } = this.manifest;
    const exampleSize = preprocessor.height * preprocessor.width * preprocessor.channels;
    const inputs = new Float32Array(pictures.length * exampleSize);
    pictures.forEach(({ pixels }, index) => normalisePixels(pixels, preprocessor, inputs, index * exampleSize));
    const { probabilities, embeddings } = await this.session.run(inputs, pictures.length);
    return pictures.map(({ width, height }, row) => ({
      ...predictionOf(rowOf(probabilities, row, classNames.length), classNames, unsureBelow),
      embedding: rowOf(embeddings, row, onnx.embedding.size),
      width,
      height,
    }));
  }
}

/** A copy, so that keeping one row doesn't keep the batch. */
const rowOf = (values: Float32Array, row: number, length: number): Float32Array =>
  values.slice(row * length, (row + 1) * length);

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const reason: unknown = signal.reason;
  throw new LintelError('CANCELLED', {
    problem: 'The prediction was cancelled.',
    expected: 'a caller that waits for the answer',
    received: reason instanceof Error ? reason.message : String(reason),
    cure: 'Send the request again; where it ran out of time, send fewer pictures at once.',
    retryable: true,
    cause: reason,
  });
}

function checkShape({ preprocessor, onnx }: ModelManifest): void {
  const shape = [preprocessor.height, preprocessor.width, preprocessor.channels];
  if (shape.join() !== onnx.input.exampleShape.join()) {
    throw inconsistent(
      'shapes',
      `[${shape.join(', ')}] from the preprocessor`,
      `[${onnx.input.exampleShape.join(', ')}]`,
    );
  }
}

function inconsistent(what: string, expected: string, received: string): LintelError {
  return new LintelError('MODEL_INVALID', {
    problem: `The model's manifest and its graph differ in their ${what}.`,
    expected,
    received,
    cure: 'Export the model again; its manifest was changed by hand or belongs to another model.',
  });
}
