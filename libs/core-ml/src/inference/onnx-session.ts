import { LintelError, type ModelManifest, sizeOfShape } from '@lintel/contracts';
import { type InferenceSession, type Tensor } from 'onnxruntime-node';
import { loadOnnxruntime } from './load-onnxruntime';

/** The part of the manifest that describes a graph's input and outputs. */
export type OnnxInterface = Pick<ModelManifest['onnx'], 'input' | 'probabilities' | 'embedding' | 'distance'>;

export interface OnnxSessionOptions {
  /** Number of threads for one batch. Default: one per physical core. */
  readonly threads?: number;
}

export interface ModelOutputs {
  /** float32 [batch, classes] */
  readonly probabilities: Float32Array;
  /** float32 [batch, embedding size] */
  readonly embeddings: Float32Array;
  /** float32 [batch]: distance to the training examples; absent if the model has no such output. */
  readonly distances?: Float32Array;
}

/** One classifier on onnxruntime's CPU engine. */
export class OnnxSession {
  private constructor(
    private readonly session: InferenceSession,
    private readonly tensor: typeof Tensor,
    private readonly onnx: OnnxInterface,
    /** Values of one example. */
    readonly exampleSize: number,
    /** Columns of the probabilities. */
    readonly classes: number,
  ) {}

  /**
   * Loads a graph and runs it once, so that a broken model is rejected here and the first request is as fast as the
   * next. onnxruntime itself is loaded with the first graph.
   * @param bytes an ONNX file
   * @throws LintelError MODEL_INVALID
   */
  static async open(bytes: Uint8Array, onnx: OnnxInterface, options: OnnxSessionOptions = {}): Promise<OnnxSession> {
    const { InferenceSession, Tensor } = await loadOnnxruntime();
    const session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
    }).catch((cause: unknown) => {
      throw invalid("onnxruntime can't load the model.", 'an ONNX graph that it can run', reason(cause), cause);
    });
    try {
      return await OnnxSession.warmUp(session, Tensor, onnx);
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  /**
   * @param batch float32 [size, ...example shape], normalised; extra values at the end are ignored
   * @param size number of examples, at least 1
   * @throws LintelError SHAPE_MISMATCH, INTERNAL
   */
  async run(batch: Float32Array, size: number): Promise<ModelOutputs> {
    const { input, probabilities, embedding, distance } = this.onnx;
    const values = this.trim(batch, size);
    const feeds = { [input.name]: new this.tensor('float32', values, [size, ...input.exampleShape]) };
    const wanted = [probabilities, embedding.name, ...(distance ? [distance.name] : [])];
    const outputs = await this.session.run(feeds, wanted).catch((cause: unknown) => {
      throw new LintelError('INTERNAL', {
        problem: 'onnxruntime failed while it ran the model.',
        expected: `an answer for ${size} examples`,
        received: reason(cause),
        cure: 'Check the cause; if it is about memory, use smaller batches.',
        cause,
      });
    });
    return {
      probabilities: outputs[probabilities]!.data as Float32Array,
      embeddings: outputs[embedding.name]!.data as Float32Array,
      ...(distance ? { distances: outputs[distance.name]!.data as Float32Array } : {}),
    };
  }

  /**
   * Returns only the values of the batch.
   * @throws LintelError SHAPE_MISMATCH
   */
  trim(batch: Float32Array, size: number): Float32Array {
    const length = size * this.exampleSize;
    if (!Number.isInteger(size) || size < 1 || batch.length < length) {
      throw new LintelError('SHAPE_MISMATCH', {
        problem: 'The batch does not hold the examples that it should.',
        expected: `at least 1 example of [${this.onnx.input.exampleShape.join(', ')}], ${this.exampleSize} values each`,
        received: `${size} examples, ${batch.length} values`,
        cure: 'Pass the number of examples that the batch holds.',
      });
    }
    return batch.length === length ? batch : batch.subarray(0, length);
  }

  /** Frees the model. No run may be in progress. */
  async close(): Promise<void> {
    await this.session.release();
  }

  private static async warmUp(
    session: InferenceSession,
    tensor: typeof Tensor,
    onnx: OnnxInterface,
  ): Promise<OnnxSession> {
    const names = [...session.inputNames, ...session.outputNames];
    const distance = onnx.distance ? [onnx.distance.name] : [];
    const wanted = [onnx.input.name, onnx.probabilities, onnx.embedding.name, ...distance];
    if (!wanted.every((name) => names.includes(name))) {
      throw invalid('The ONNX graph has other inputs and outputs.', wanted.join(', '), names.join(', '));
    }
    const exampleSize = sizeOfShape(onnx.input.exampleShape);
    const untested = new OnnxSession(session, tensor, onnx, exampleSize, 0);
    const { probabilities, embeddings } = await untested
      .run(new Float32Array(exampleSize), 1)
      .catch((error: unknown) => {
        const cause = error instanceof LintelError ? error.cause : error;
        throw invalid("The model can't run.", `[${onnx.input.exampleShape.join(', ')}]`, reason(cause), cause);
      });
    if (embeddings.length !== onnx.embedding.size) {
      const size = String(embeddings.length);
      throw invalid('The embedding has another size.', String(onnx.embedding.size), size);
    }
    return new OnnxSession(session, tensor, onnx, exampleSize, probabilities.length);
  }
}

function invalid(problem: string, expected: string, received: string, cause?: unknown): LintelError {
  const cure = 'Export the model again with the version of Lintel that is to run it.';
  return new LintelError('MODEL_INVALID', { problem, expected, received, cure, cause });
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
