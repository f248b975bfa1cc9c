import { LintelError, type ModelManifest, type Prediction } from '@lintel/contracts';
import { driftFeatures } from '../drift/picture-features';
import { decodePicture, type DecodedPicture } from '../preprocessing/decode-picture';
import { normalisePixels } from '../preprocessing/normalisation';
import { type PictureLimits } from '../preprocessing/open-picture';
import { type BatchingMetrics } from '../serving/batching-metrics';
import { type BatchingOptions } from '../serving/batching-options';
import { throwIfCancelled } from './cancellation';
import { loadModelDirectory, type LoadModelOptions, type StoredModel } from './load-model-directory';
import { OnnxSession, type ModelOutputs, type OnnxSessionOptions } from './onnx-session';
import { predictionOf } from './prediction-of';
import { SharedSession } from './shared-session';

export interface OpenPredictorOptions extends OnnxSessionOptions {
  /** Limits above which a picture is refused. */
  readonly limits?: PictureLimits;
  /** How concurrent callers share batches. */
  readonly batching?: BatchingOptions;
}

export type PredictorOptions = OpenPredictorOptions & LoadModelOptions;

export interface PicturePrediction extends Prediction {
  /** float32 [embedding size]: the model's representation of the picture. */
  readonly embedding: Float32Array;
  /** Features of the picture, by the names in the manifest's drift reference. */
  readonly features: Readonly<Record<string, number>>;
  /** Width of the original picture in pixels, the right way up. */
  readonly width: number;
  readonly height: number;
}

export type PictureOutcome =
  { readonly ok: true; readonly prediction: PicturePrediction } | { readonly ok: false; readonly error: LintelError };

export interface PredictOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Number of pictures of one caller that are decoded concurrently. */
const DECODED_AT_ONCE = 64;

/**
 * A loaded model. All callers share one queue, so that their examples are batched together. onnxruntime blocks the
 * event loop while it runs, so a batch is limited to a few milliseconds of work.
 */
export class Predictor {
  private readonly inFlight = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  private constructor(
    readonly manifest: ModelManifest,
    private readonly session: SharedSession,
    private readonly limits: PictureLimits,
  ) {}

  /**
   * @param directory a model folder, as training writes it
   * @throws LintelError NOT_FOUND, MODEL_INVALID, ARTIFACT_CORRUPT, INVALID_CONFIGURATION
   */
  static async load(directory: string, options: PredictorOptions = {}): Promise<Predictor> {
    return Predictor.open(await loadModelDirectory(directory, options), options);
  }

  /**
   * @param model from `loadModelDirectory` or `loadModelFiles`, which have checked its signature
   * @throws LintelError MODEL_INVALID, INVALID_CONFIGURATION
   */
  static async open(
    { manifest, onnx }: StoredModel,
    { limits = {}, batching, ...options }: OpenPredictorOptions = {},
  ): Promise<Predictor> {
    checkShape(manifest);
    const session = await OnnxSession.open(onnx, manifest.onnx, options);
    try {
      if (session.classes !== manifest.classNames.length) {
        const names = `${manifest.classNames.length} class names`;
        throw inconsistent('classes', names, `${session.classes} probabilities`);
      }
      return new Predictor(manifest, new SharedSession(session, batching), limits);
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** SHA-256 (hex) of the ONNX file: identifies the exact weights that answered. */
  get sha256(): string {
    return this.manifest.onnx.sha256;
  }

  /**
   * @param pictures encoded files
   * @returns one prediction per picture, in the same order
   * @throws LintelError of the first picture that can't be decoded or answered (MODEL_INVALID); CANCELLED,
   *   QUEUE_FULL, MODEL_NOT_READY
   */
  async predict(pictures: readonly Uint8Array[], options: PredictOptions = {}): Promise<PicturePrediction[]> {
    const outcomes = await this.predictSettled(pictures, options);
    return outcomes.map((outcome) => {
      if (outcome.ok) return outcome.prediction;
      throw outcome.error;
    });
  }

  /**
   * As `predict`, but a picture that can't be decoded or answered does not affect the others.
   * @throws LintelError CANCELLED, QUEUE_FULL, MODEL_NOT_READY
   */
  predictSettled(pictures: readonly Uint8Array[], { signal }: PredictOptions = {}): Promise<PictureOutcome[]> {
    return this.track(async () => {
      const outcomes: PictureOutcome[] = [];
      for (let start = 0; start < pictures.length; start += DECODED_AT_ONCE) {
        const batch = pictures.slice(start, start + DECODED_AT_ONCE);
        throwIfCancelled(signal);
        const decoded = await Promise.all(batch.map((picture) => this.decode(picture)));
        throwIfCancelled(signal);
        outcomes.push(...(await this.answer(decoded, signal)));
      }
      return outcomes;
    });
  }

  /**
   * Runs the model on a tensor, without decoding pictures.
   * @param batch float32 [size, ...example shape], normalised; must not be changed before the result arrives
   * @throws LintelError SHAPE_MISMATCH, CANCELLED, QUEUE_FULL, MODEL_NOT_READY
   */
  run(batch: Float32Array, size: number, options: PredictOptions = {}): Promise<ModelOutputs> {
    return this.track(() => this.session.run(batch, size, options));
  }

  /** Estimated wait of a request that arrives now. */
  estimatedWaitMs(): number {
    return this.session.estimatedWaitMs();
  }

  /** Metrics of the queue that all callers share. */
  metrics(): BatchingMetrics {
    return this.session.metrics();
  }

  /** Stops accepting requests, waits for those in progress, and frees the model. */
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

  private async answer(
    decoded: readonly (DecodedPicture | LintelError)[],
    signal: AbortSignal | undefined,
  ): Promise<PictureOutcome[]> {
    const pictures = decoded.filter((picture): picture is DecodedPicture => !(picture instanceof LintelError));
    const outcomes = (pictures.length === 0 ? [] : await this.infer(pictures, signal)).values();
    return decoded.map((picture) =>
      picture instanceof LintelError ? { ok: false, error: picture } : outcomes.next().value!,
    );
  }

  private async infer(pictures: readonly DecodedPicture[], signal: AbortSignal | undefined): Promise<PictureOutcome[]> {
    const { preprocessor } = this.manifest;
    const exampleSize = preprocessor.height * preprocessor.width * preprocessor.channels;
    const inputs = new Float32Array(pictures.length * exampleSize);
    pictures.forEach(({ pixels }, index) => normalisePixels(pixels, preprocessor, inputs, index * exampleSize));
    const outputs = await this.session.runEach(inputs, pictures.length, { signal });
    return outputs.map((output, index) => this.outcomeOf(pictures[index]!, output));
  }

  /** A NaN answer fails only its own picture, not the others of the batch. */
  private outcomeOf({ pixels, width, height }: DecodedPicture, outputs: ModelOutputs): PictureOutcome {
    const { probabilities, embeddings, distances } = outputs;
    try {
      const prediction = predictionOf(probabilities, this.manifest, distances?.[0]);
      checkEmbedding(embeddings);
      const features = driftFeatures(pixels, this.manifest.onnx.input.exampleShape, embeddings);
      return { ok: true, prediction: { ...prediction, embedding: embeddings, features, width, height } };
    } catch (error) {
      if (error instanceof LintelError) return { ok: false, error };
      throw error;
    }
  }
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
