import { LintelError, type LintelErrorDetails, type TaskId } from '@lintel/contracts';
import { type TensorBatch } from '../inference/tensor-batch';
import { type InputOf } from '../tasks/served-task';
import { servedTask } from '../tasks/served-tasks';
import { type BatchingMetrics } from './batching-metrics';
import { type ComparisonReport } from './comparison';
import { LineUp, type Challenger, type ModelVersion } from './line-up';
import { type Outcome } from './predictor';
import { inputRequest, inputTensorRequest, tensorRequest, type ServedRequest } from './served-request';

export interface ModelServerOptions<Id extends TaskId> {
  /** The kind of question that its versions answer. */
  readonly task: Id;
  /** Name of the model, independent of the version. */
  readonly name: string;
  /** Error details while there is no model; called for every refusal. */
  readonly notReady?: () => Partial<Pick<LintelErrorDetails, 'problem' | 'expected' | 'received' | 'cure'>>;
  /** A monotonic clock in milliseconds. Default: the clock of the process. */
  readonly now?: () => number;
}

/** Omitted fields stay unchanged. */
export interface ModelSwap<Id extends TaskId = TaskId> {
  readonly champion?: ModelVersion<Id> | undefined;
  /** Null removes the challenger. */
  readonly challenger?: Challenger<Id> | null | undefined;
}

export interface ServeOptions {
  /** In canary mode, the same key always gets the same model. Default: each request is assigned separately. */
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Ids of the pictures, in the same order: the comparison names those on which champion and challenger differ. */
  readonly ids?: readonly string[] | undefined;
  /** Meanings of outputs that are computed on request only, such as `heat`. */
  readonly also?: readonly string[] | undefined;
}

/** The exact weights that answered. */
export interface AnsweringVersion {
  readonly id: string;
  /** Name in the manifest. */
  readonly name: string;
  /** SHA-256 (hex) of the ONNX file. */
  readonly sha256: string;
}

export interface ServedMetrics extends BatchingMetrics {
  readonly version: AnsweringVersion;
}

export interface ModelServerMetrics {
  readonly name: string;
  readonly swaps: number;
  readonly champion: ServedMetrics | null;
  readonly challenger: ServedMetrics | null;
  /** Examples waiting for the challenger's shadow answer. */
  readonly waitingInShadow: number;
}

/**
 * Serves the current version of a model. Versions can be swapped while requests are in progress: each request is
 * answered by the version that received it, and no request fails because of a swap.
 */
export class ModelServer<Id extends TaskId = TaskId> {
  readonly name: string;
  readonly task: Id;
  private readonly now: () => number;
  private readonly notReady: NonNullable<ModelServerOptions<Id>['notReady']>;
  private lineUp: LineUp<Id> | undefined;
  private answersUnderWay = 0;
  private requests = 0;
  private swaps = 0;

  constructor({ name, task, notReady = () => ({}), now = () => performance.now() }: ModelServerOptions<Id>) {
    this.name = name;
    this.task = task;
    this.notReady = notReady;
    this.now = now;
  }

  get champion(): ModelVersion<Id> | undefined {
    return this.lineUp?.champion;
  }

  get challenger(): Challenger<Id> | undefined {
    return this.lineUp?.challenger;
  }

  /**
   * New requests go to the new versions at once. Replaced predictors finish their requests and are closed by this
   * server; a challenger that becomes the champion is kept. A new comparison begins, so take the old one first.
   * @returns when the old predictors are closed
   * @throws LintelError INVALID_ARGUMENT (in this case nothing is swapped)
   */
  async swap({ champion, challenger }: ModelSwap<Id>): Promise<void> {
    const before = this.lineUp;
    const nextChampion = champion ?? before?.champion;
    if (nextChampion === undefined) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: `The model "${this.name}" has no champion that a challenger could be set beside.`,
        expected: 'a champion',
        received: 'none',
        cure: 'Give the champion first, or both at once.',
      });
    }
    const promoted = before?.challenger?.predictor === nextChampion.predictor;
    const nextChallenger = challenger === undefined && !promoted ? before?.challenger : (challenger ?? undefined);
    await this.replace(new LineUp(nextChampion, nextChallenger, () => this.answersUnderWay > 0, this.now));
  }

  /**
   * @param inputs must not be changed afterwards
   * @returns one outcome per input, in the same order; a bad input does not affect the others
   * @throws LintelError MODEL_NOT_READY, QUEUE_FULL, CANCELLED
   */
  async predictSettled(
    inputs: readonly InputOf<Id>[],
    options: ServeOptions = {},
  ): Promise<{ outcomes: Outcome<Id>[]; version: AnsweringVersion }> {
    const { output, version } = await this.answer(inputRequest(servedTask(this.task), inputs, options), options);
    return { outcomes: output, version };
  }

  /**
   * @param batch every input of the manifest, [size, ...shape]; must not be changed before the result arrives
   * @returns the outputs of the manifest, [size, ...shape]; those on request only if `also` names their meaning
   * @throws LintelError SHAPE_MISMATCH, MODEL_NOT_READY, QUEUE_FULL, CANCELLED
   */
  async infer(
    batch: TensorBatch,
    size: number,
    options: ServeOptions = {},
  ): Promise<{ outputs: TensorBatch; version: AnsweringVersion }> {
    const { output, version } = await this.answer(
      tensorRequest(servedTask(this.task), batch, size, options.also),
      options,
    );
    return { outputs: output, version };
  }

  /**
   * As `infer`, of inputs that the answering version reads itself.
   * @param inputs must not be changed before the result arrives
   * @throws LintelError of the first input that can't be read; as `infer`
   */
  async inferInputs(
    inputs: readonly InputOf<Id>[],
    options: ServeOptions = {},
  ): Promise<{ outputs: TensorBatch; version: AnsweringVersion }> {
    const request = inputTensorRequest(servedTask(this.task), inputs, options.also);
    const { output, version } = await this.answer(request, options);
    return { outputs: output, version };
  }

  /** Estimated wait of a request that arrives now; 0 if there is no model. */
  estimatedWaitMs(): number {
    return this.lineUp?.champion.predictor.estimatedWaitMs() ?? 0;
  }

  /** The comparison since the last call or swap; null if there is no challenger. */
  takeComparison(): ComparisonReport | null {
    return this.lineUp?.takeComparison() ?? null;
  }

  metrics(): ModelServerMetrics {
    const of = (served: ModelVersion<Id> | undefined): ServedMetrics | null =>
      served ? { version: versionOf(served), ...served.predictor.metrics() } : null;
    return {
      name: this.name,
      swaps: this.swaps,
      champion: of(this.champion),
      challenger: of(this.challenger),
      waitingInShadow: this.lineUp?.waitingInShadow ?? 0,
    };
  }

  /** Finishes the requests in progress and frees all models. Afterwards there is no model. */
  async close(): Promise<void> {
    await this.replace(undefined);
  }

  private async replace(next: LineUp<Id> | undefined): Promise<void> {
    const before = this.lineUp;
    this.lineUp = next;
    this.swaps++;
    before?.stop();
    const serving = [next?.champion, next?.challenger].map((version) => version?.predictor);
    const replaced = [before?.champion, before?.challenger].flatMap((version) => version?.predictor ?? []);
    await Promise.all(
      replaced.filter((predictor) => !serving.includes(predictor)).map((predictor) => predictor.close()),
    );
  }

  private async answer<Output>(
    request: ServedRequest<Id, Output>,
    { key, signal }: ServeOptions,
  ): Promise<{ output: Output; version: AnsweringVersion }> {
    const lineUp = this.current();
    const challenger = lineUp.canaryFor(request, key ?? String(this.requests++));
    if (challenger === undefined) return this.askChampion(lineUp, request, signal);
    const startedAtMs = this.now();
    try {
      const output = await request.ask(challenger.predictor, { signal });
      if (!request.isBroken(output)) {
        lineUp.challengerAnswered(request, output, this.now() - startedAtMs);
        return { output, version: versionOf(challenger) };
      }
    } catch (error) {
      if (signal?.aborted) throw error;
    }
    // Read again, because the champion may have been swapped in the meantime.
    const answer = await this.askChampion(this.current(), request, signal);
    lineUp.challengerFailed(request.examples);
    return answer;
  }

  private async askChampion<Output>(
    lineUp: LineUp<Id>,
    request: ServedRequest<Id, Output>,
    signal: AbortSignal | undefined,
  ): Promise<{ output: Output; version: AnsweringVersion }> {
    const startedAtMs = this.now();
    this.answersUnderWay++;
    try {
      const output = await request.ask(lineUp.champion.predictor, { signal });
      lineUp.championAnswered(request, output, this.now() - startedAtMs);
      return { output, version: versionOf(lineUp.champion) };
    } finally {
      this.answersUnderWay--;
      if (this.answersUnderWay === 0) this.lineUp?.wake();
    }
  }

  private current(): LineUp<Id> {
    if (this.lineUp !== undefined) return this.lineUp;
    throw new LintelError('MODEL_NOT_READY', {
      problem: `There is no model "${this.name}" yet.`,
      expected: 'a model that has been loaded',
      received: 'none',
      cure: 'Wait for the model, or train one.',
      retryable: true,
      ...this.notReady(),
    });
  }
}

function versionOf<Id extends TaskId>({ id, predictor }: ModelVersion<Id>): AnsweringVersion {
  return { id, name: predictor.manifest.name, sha256: predictor.sha256 };
}
