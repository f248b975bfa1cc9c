import { LintelError, type ManifestOf, type TaskId } from '@lintel/contracts';
import { throwIfCancelled } from '../inference/cancellation';
import { loadModelDirectory, type LoadModelOptions, type StoredModel } from '../inference/load-model-directory';
import { OnnxSession, type OnnxSessionOptions } from '../inference/onnx-session';
import { emptyBatch, rowsOf, type TensorBatch } from '../inference/tensor-batch';
import {
  type AnswerOf,
  type InputLimits,
  type InputOf,
  type Observed,
  type OpenedTask,
  type PreparedInput,
  type ServedTask,
} from '../tasks/served-task';
import { servedTask } from '../tasks/served-tasks';
import { type BatchingMetrics } from './batching-metrics';
import { type BatchingOptions } from './batching-options';
import { SharedSession } from './shared-session';

export interface OpenPredictorOptions extends OnnxSessionOptions {
  /** Limits above which an input is refused. */
  readonly limits?: InputLimits;
  /** How concurrent callers share batches. */
  readonly batching?: BatchingOptions;
}

export type PredictorOptions<Id extends TaskId = TaskId> = OpenPredictorOptions & LoadModelOptions<Id>;

/** The answer to one input, or what was wrong with it. */
export type Outcome<Id extends TaskId = TaskId> =
  { readonly ok: true; readonly prediction: AnswerOf<Id> } | { readonly ok: false; readonly error: LintelError };

export interface PredictOptions {
  readonly signal?: AbortSignal | undefined;
  /** Meanings of outputs that are computed on request only, such as `heat`; a model without them leaves them out. */
  readonly also?: readonly string[] | undefined;
}

/** Number of inputs of one caller that are prepared concurrently. */
const PREPARED_AT_ONCE = 64;

/**
 * A loaded model. All callers share one queue, so that their examples are batched together. onnxruntime blocks the
 * event loop while it runs, so a batch is limited to a few milliseconds of work.
 */
export class Predictor<Id extends TaskId = TaskId> {
  readonly task: ServedTask<Id>;
  private readonly inFlight = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  private constructor(
    readonly manifest: ManifestOf<Id>,
    readonly opened: OpenedTask<Id>,
    private readonly session: SharedSession,
    private readonly limits: InputLimits,
  ) {
    this.task = servedTask<Id>(manifest.task);
  }

  /**
   * @param directory a model folder, as training writes it
   * @throws LintelError NOT_FOUND, MODEL_INVALID, ARTIFACT_CORRUPT, INVALID_CONFIGURATION
   */
  static async load<Id extends TaskId = TaskId>(
    directory: string,
    options: PredictorOptions<Id> = {},
  ): Promise<Predictor<Id>> {
    return Predictor.open(await loadModelDirectory(directory, options), options);
  }

  /**
   * @param model from `loadModelDirectory` or `loadModelFiles`, which have checked its signature
   * @throws LintelError MODEL_INVALID, INVALID_CONFIGURATION
   */
  static async open<Id extends TaskId = TaskId>(
    { manifest, onnx, sideFiles }: StoredModel<Id>,
    { limits = {}, batching, ...options }: OpenPredictorOptions = {},
  ): Promise<Predictor<Id>> {
    const opened = servedTask<Id>(manifest.task).open({ manifest, sideFiles });
    const session = await OnnxSession.open(onnx, manifest.onnx, options);
    try {
      return new Predictor(manifest, opened, new SharedSession(session, batching), limits);
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
   * @returns one prediction per input, in the same order
   * @throws LintelError of the first input that can't be read or answered (MODEL_INVALID); CANCELLED, QUEUE_FULL,
   *   MODEL_NOT_READY
   */
  async predict(inputs: readonly InputOf<Id>[], options: PredictOptions = {}): Promise<AnswerOf<Id>[]> {
    const outcomes = await this.predictSettled(inputs, options);
    return outcomes.map((outcome) => {
      if (outcome.ok) return outcome.prediction;
      throw outcome.error;
    });
  }

  /**
   * As `predict`, but an input that can't be read or answered does not affect the others.
   * @throws LintelError CANCELLED, QUEUE_FULL, MODEL_NOT_READY
   */
  predictSettled(inputs: readonly InputOf<Id>[], options: PredictOptions = {}): Promise<Outcome<Id>[]> {
    const { signal } = options;
    return this.track(async () => {
      const outcomes: Outcome<Id>[] = [];
      for (let start = 0; start < inputs.length; start += PREPARED_AT_ONCE) {
        const batch = inputs.slice(start, start + PREPARED_AT_ONCE);
        throwIfCancelled(signal);
        const prepared = await Promise.all(batch.map((input) => this.prepare(input)));
        throwIfCancelled(signal);
        outcomes.push(...(await this.answer(prepared, options)));
      }
      return outcomes;
    });
  }

  /**
   * Runs the model on tensors.
   * @param batch every input of the manifest, [size, ...shape]; must not be changed before the result arrives
   * @returns the outputs of the manifest, [size, ...shape]; those on request only if `also` names their meaning
   * @throws LintelError SHAPE_MISMATCH, CANCELLED, QUEUE_FULL, MODEL_NOT_READY
   */
  run(batch: TensorBatch, size: number, { also, signal }: PredictOptions = {}): Promise<TensorBatch> {
    const extra = this.onRequest(also);
    return this.track(() =>
      extra.length === 0 ? this.session.run(batch, size, { signal }) : this.session.runWith(batch, size, extra),
    );
  }

  /**
   * Reads inputs and runs the model on them.
   * @returns the outputs of the manifest, [size, ...shape]; those on request only if `also` names their meaning
   * @throws LintelError of the first input that can't be read, with its number; as `run`
   */
  async runInputs(inputs: readonly InputOf<Id>[], options: PredictOptions = {}): Promise<TensorBatch> {
    return this.track(async () => {
      const batch = emptyBatch(this.manifest.onnx.inputs, inputs.length);
      for (let start = 0; start < inputs.length; start += PREPARED_AT_ONCE) {
        throwIfCancelled(options.signal);
        const some = inputs.slice(start, start + PREPARED_AT_ONCE);
        const prepared = await Promise.all(some.map((input) => this.prepare(input)));
        prepared.forEach((input, at) => {
          if (input instanceof LintelError) throw ofExample(input, start + at, inputs.length);
          input.write(batch, start + at);
        });
      }
      return this.run(batch, inputs.length, options);
    });
  }

  /** What drift records of an input and this model's answer to it. */
  observe(input: InputOf<Id>, answer: AnswerOf<Id>): Observed {
    return this.opened.observe(input, answer);
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

  private async prepare(input: InputOf<Id>): Promise<PreparedInput<Id> | LintelError> {
    try {
      return await this.opened.prepare(input, this.limits);
    } catch (error) {
      if (error instanceof LintelError) return error;
      throw error;
    }
  }

  /** Names of the outputs on request that have one of the meanings. */
  private onRequest(also: readonly string[] = []): string[] {
    const { outputs } = this.manifest.onnx;
    return outputs.filter(({ onRequest, meaning }) => onRequest && also.includes(meaning)).map(({ name }) => name);
  }

  private async answer(
    prepared: readonly (PreparedInput<Id> | LintelError)[],
    options: PredictOptions,
  ): Promise<Outcome<Id>[]> {
    const inputs = prepared.filter((input): input is PreparedInput<Id> => !(input instanceof LintelError));
    const outcomes = (inputs.length === 0 ? [] : await this.infer(inputs, options)).values();
    return prepared.map((input) =>
      input instanceof LintelError ? { ok: false, error: input } : outcomes.next().value!,
    );
  }

  private async infer(inputs: readonly PreparedInput<Id>[], { signal, also }: PredictOptions): Promise<Outcome<Id>[]> {
    const batch = emptyBatch(this.manifest.onnx.inputs, inputs.length);
    inputs.forEach((input, row) => input.write(batch, row));
    const extra = this.onRequest(also);
    const outputs =
      extra.length === 0
        ? await this.session.runEach(batch, inputs.length, { signal })
        : await this.eachWith(batch, inputs.length, extra);
    return outputs.map((output, row) => outcomeOf(inputs[row]!, output));
  }

  private async eachWith(batch: TensorBatch, size: number, extra: readonly string[]): Promise<TensorBatch[]> {
    const outputs = await this.session.runWith(batch, size, extra);
    const { outputs: specs } = this.manifest.onnx;
    return Array.from({ length: size }, (_, row) => rowsOf(specs, outputs, row, row + 1, true));
  }
}

/** An error that says which of several examples it is about; no dataset is at fault, but the caller's example. */
function ofExample(error: LintelError, at: number, size: number): LintelError {
  const { code, problem, expected, received, cure } = error;
  return new LintelError(code === 'DATASET_INVALID' ? 'INVALID_ARGUMENT' : code, {
    problem: size === 1 ? problem : `Example ${at + 1}: ${problem}`,
    ...{ expected, received, cure, cause: error },
  });
}

/** A NaN answer fails only its own input, not the others of the batch. */
function outcomeOf<Id extends TaskId>(input: PreparedInput<Id>, outputs: TensorBatch): Outcome<Id> {
  try {
    return { ok: true, prediction: input.read(outputs) };
  } catch (error) {
    if (error instanceof LintelError) return { ok: false, error };
    throw error;
  }
}
