import { LintelError, type ModelManifest, sizeOfShape } from '@lintel/contracts';
import { type InferenceSession, type Tensor } from 'onnxruntime-node';
import { loadOnnxruntime } from './load-onnxruntime';
import { emptyBatch, type TensorBatch, type TensorData, trimBatch } from './tensor-batch';

/** The part of the manifest that describes a graph's inputs and outputs. */
export type OnnxInterface = Pick<ModelManifest['onnx'], 'inputs' | 'outputs'>;

export interface OnnxSessionOptions {
  /** Number of threads for one batch. Default: one per physical core. */
  readonly threads?: number;
}

/** One graph on onnxruntime's CPU engine. */
export class OnnxSession {
  /** The outputs that every caller gets. */
  private readonly wanted: string[];

  private constructor(
    private readonly session: InferenceSession,
    private readonly tensor: typeof Tensor,
    readonly onnx: OnnxInterface,
  ) {
    this.wanted = onnx.outputs.filter(({ onRequest }) => !onRequest).map(({ name }) => name);
  }

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
   * @param batch every input of the graph, [size, ...shape]; extra values at the end are ignored
   * @param size number of examples, at least 1
   * @param also names of outputs that are computed on request only
   * @returns the outputs of the manifest that are not on request, and those of `also`, [size, ...shape]
   * @throws LintelError SHAPE_MISMATCH, INTERNAL
   */
  async run(batch: TensorBatch, size: number, also: readonly string[] = []): Promise<TensorBatch> {
    const wanted = also.length === 0 ? this.wanted : [...new Set([...this.wanted, ...also])];
    const values = this.trim(batch, size);
    const feeds = Object.fromEntries(
      this.onnx.inputs.map(({ name, dtype, shape }) => {
        const dimensions = [size, ...shape];
        const data = values[name]!;
        return [
          name,
          dtype === 'float32'
            ? new this.tensor('float32', data as Float32Array, dimensions)
            : new this.tensor('int64', data as BigInt64Array, dimensions),
        ];
      }),
    );
    const outputs = await this.session.run(feeds, wanted).catch((cause: unknown) => {
      throw new LintelError('INTERNAL', {
        problem: 'onnxruntime failed while it ran the model.',
        expected: `an answer for ${size} examples`,
        received: reason(cause),
        cure: 'Check the cause; if it is about memory, use smaller batches.',
        cause,
      });
    });
    return Object.fromEntries(wanted.map((name) => [name, outputs[name]!.data as TensorData]));
  }

  /**
   * Returns only the values of the batch.
   * @throws LintelError SHAPE_MISMATCH
   */
  trim(batch: TensorBatch, size: number): TensorBatch {
    return trimBatch(this.onnx.inputs, batch, size);
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
    const wanted = [...onnx.inputs, ...onnx.outputs].map(({ name }) => name);
    if (!wanted.every((name) => names.includes(name)) || session.inputNames.length !== onnx.inputs.length) {
      throw invalid('The ONNX graph has other inputs and outputs.', wanted.join(', '), names.join(', '));
    }
    const opened = new OnnxSession(session, tensor, onnx);
    const every = onnx.outputs.map(({ name }) => name);
    const outputs = await opened.run(emptyBatch(onnx.inputs, 1), 1, every).catch((error: unknown) => {
      const cause = error instanceof LintelError ? error.cause : error;
      const shapes = onnx.inputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`);
      throw invalid("The model can't run.", shapes.join(', '), reason(cause), cause);
    });
    for (const { name, dtype, shape } of onnx.outputs) {
      const data = outputs[name]!;
      const type = data instanceof Float32Array ? 'float32' : data instanceof BigInt64Array ? 'int64' : 'another type';
      if (type === dtype && data.length === sizeOfShape(shape)) continue;
      const problem = `The output "${name}" has another size or type.`;
      throw invalid(problem, `${dtype} [${shape.join(', ')}]`, `${type}, ${data.length} values`);
    }
    return opened;
  }
}

function invalid(problem: string, expected: string, received: string, cause?: unknown): LintelError {
  const cure = 'Export the model again with the version of Lintel that is to run it.';
  return new LintelError('MODEL_INVALID', { problem, expected, received, cure, cause });
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
