import { LintelError } from '@lintel/contracts';
import { type InferenceSession, type Tensor } from 'onnxruntime-node';
import { loadOnnxruntime } from '../inference/load-onnxruntime';

/** Values for a graph's inputs, by name. */
export type GraphFeeds = Readonly<Record<string, { readonly values: Float32Array; readonly shape: readonly number[] }>>;

export interface GraphTensor {
  readonly name: string;
  /** Such as "float32". */
  readonly type: string;
  /** A text is a free dimension. */
  readonly shape: readonly (number | string)[];
}

/** A graph of float32 tensors on onnxruntime's CPU engine, with any inputs and outputs. */
export class GraphSession {
  private constructor(
    private readonly session: InferenceSession,
    private readonly tensor: typeof Tensor,
    readonly inputs: readonly GraphTensor[],
    readonly outputs: readonly GraphTensor[],
  ) {}

  /**
   * @param threads for one run. Default: one per physical core.
   * @throws LintelError MODEL_INVALID
   */
  static async open(bytes: Uint8Array, { threads }: { readonly threads?: number } = {}): Promise<GraphSession> {
    const { InferenceSession, Tensor } = await loadOnnxruntime();
    try {
      const session = await InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'all',
        // Warnings about a foreign graph would mix with the output of the command line.
        logSeverityLevel: 3,
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      });
      return new GraphSession(session, Tensor, describe(session.inputMetadata), describe(session.outputMetadata));
    } catch (cause) {
      throw new LintelError('MODEL_INVALID', {
        problem: "onnxruntime can't load the graph.",
        expected: 'an ONNX graph that it can run',
        received: reason(cause),
        cure: 'Export the graph again for an operator set that onnxruntime knows.',
        cause,
      });
    }
  }

  /**
   * @param outputs names of the wanted outputs
   * @returns the outputs, by name
   * @throws LintelError INTERNAL
   */
  async run<Name extends string>(feeds: GraphFeeds, outputs: readonly Name[]): Promise<Record<Name, Float32Array>> {
    const tensors = Object.fromEntries(
      Object.entries(feeds).map(([name, { values, shape }]) => [name, new this.tensor('float32', values, [...shape])]),
    );
    const results = await this.session.run(tensors, [...outputs]).catch((cause: unknown) => {
      throw new LintelError('INTERNAL', {
        problem: 'onnxruntime failed while it ran a graph.',
        expected: `the outputs ${outputs.join(', ')}`,
        received: reason(cause),
        cure: 'Check the cause; if it is about memory, use smaller batches.',
        cause,
      });
    });
    return Object.fromEntries(outputs.map((name) => [name, results[name]!.data as Float32Array])) as Record<
      Name,
      Float32Array
    >;
  }

  /** Frees the graph. No run may be in progress. */
  async close(): Promise<void> {
    await this.session.release();
  }
}

const describe = (metadata: readonly InferenceSession.ValueMetadata[]): GraphTensor[] =>
  metadata.map((each) =>
    each.isTensor
      ? { name: each.name, type: each.type, shape: each.shape }
      : { name: each.name, type: 'no tensor', shape: [] },
  );

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
