import {
  LintelError,
  modelPromoted,
  type FirstTrainingFailure,
  type ManifestOf,
  type ModelPreparation,
  type TaskId,
} from '@lintel/contracts';
import { loadModelFiles, ModelServer, Predictor, type BatchingOptions, type ModelVersion } from '@lintel/core-ml';
import { type JobQueue, type ModelAliases, type ModelRegistry } from '@lintel/data';
import { decodeEvent, type EventStream } from '@lintel/streams';
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type HealthResult } from '../health/health-checks';
import { EphemeralReader } from '../live/ephemeral-reader';
import { challengeReportOf } from './challenge-report';
import { failureOf, preparationOf, repeatFirstTraining } from '../platform/first-training';

export interface ServedModelOptions<Id extends TaskId = TaskId> {
  /** The kind of question that its versions answer; a version of another kind is not loaded. */
  readonly task: Id;
  /** Name in the registry: `ecommerce.product-recogniser`. */
  readonly name: string;
  readonly registry: ModelRegistry;
  readonly jobs: JobQueue;
  readonly stream: EventStream;
  /** Resolves when the topics exist. */
  readonly opened: Promise<void>;
  /** PEM texts; a model that none of these keys has signed is not loaded. */
  readonly trustedKeys: readonly string[];
  /** Number of threads for one batch. Default: one per core. */
  readonly threads?: number | undefined;
  readonly batching?: BatchingOptions;
  /** Interval of checking the registry for another version, in addition to events, milliseconds. Default: 1,000. */
  readonly pollMs?: number;
  /** Interval of saving the comparison of champion and challenger, milliseconds. Default: 5,000. */
  readonly reportMs?: number;
}

/** A served model of any task. */
export type AnyServedModel = { [Id in TaskId]: ServedModel<Id> }[TaskId];

/** The version that serves now. */
interface Current<Id extends TaskId> {
  readonly id: string;
  /** Version number in the registry. */
  readonly number: number;
  readonly manifest: ManifestOf<Id>;
}

/**
 * A model of the registry, as this replica serves it: the champion answers, and a challenger is tried beside it. A
 * promotion publishes an event, and every replica swaps versions; regular checks of the registry catch missed events.
 * If a version cannot be loaded, the previous one keeps serving.
 */
export class ServedModel<Id extends TaskId = TaskId> {
  /** Runs predictions: `predictSettled` and `infer`. */
  readonly server: ModelServer<Id>;
  private readonly logger: Logger;
  private readonly reader: EphemeralReader;
  private readonly timers: NodeJS.Timeout[];
  /** Numbers of all versions that were loaded here: an answer can still be in progress when its version is gone. */
  private readonly numbers = new Map<string, number>();
  private challenge = 'none';
  private failure: string | undefined;
  private refreshing = Promise.resolve();
  private comparedSince = new Date();

  private constructor(private readonly options: ServedModelOptions<Id>) {
    const { name, stream, opened, pollMs = 1_000, reportMs = 5_000 } = options;
    this.logger = new Logger(`model ${name}`);
    this.server = new ModelServer({ name, task: options.task, notReady: () => this.whyNot() });
    this.reader = new EphemeralReader(stream, opened, {
      name: `models-${randomUUID()}`,
      topics: [modelPromoted.topic],
      onRecord: (record) => {
        if (decodeEvent(modelPromoted, record).data.modelName === name) void this.lookSoon();
      },
      onError: (error) => this.logger.warn({ message: 'promotion events are not received', error }),
    });
    this.timers = [
      setInterval(() => void this.lookSoon(), pollMs).unref(),
      setInterval(() => void this.report(), reportMs).unref(),
    ];
  }

  static async open<Id extends TaskId>(options: ServedModelOptions<Id>): Promise<ServedModel<Id>> {
    const model = new ServedModel(options);
    await model.lookSoon();
    return model;
  }

  get name(): string {
    return this.options.name;
  }

  /**
   * The version that serves now: its manifest, and its number in the registry.
   * @throws LintelError MODEL_NOT_READY
   */
  current(): Current<Id> {
    const { champion } = this.server;
    if (champion === undefined) throw new LintelError('MODEL_NOT_READY', { ...this.whyNot(), retryable: true });
    const { id, predictor } = champion;
    return { id, number: this.numbers.get(id)!, manifest: predictor.manifest };
  }

  /** @returns the number in the registry of a version that has answered here */
  numberOf(id: string): string {
    return String(this.numbers.get(id));
  }

  /** How far the first training is; null if a model answers, or no training was requested. */
  async preparation(): Promise<ModelPreparation | null> {
    if (this.server.champion !== undefined) return null;
    return preparationOf(await this.options.jobs.newest(this.name, 'train'));
  }

  /** Why the last training left no model that answers; null if one answers, or a training is waiting or running. */
  async firstTrainingFailure(): Promise<FirstTrainingFailure | null> {
    if (this.server.champion !== undefined) return null;
    return failureOf(await this.options.jobs.newest(this.name, 'train'));
  }

  /**
   * Requests the first training again, unless one is waiting or running.
   * @param requestedBy the person's name
   * @throws LintelError CONFLICT (a model answers: the console trains the next version)
   */
  async repeatFirstTraining(requestedBy: string): Promise<void> {
    if (this.server.champion !== undefined) {
      throw new LintelError('CONFLICT', {
        problem: `${this.name} already has a model that answers.`,
        expected: 'a model that was never trained successfully',
        cure: 'Train the next version from the console, or with a schedule.',
      });
    }
    const { registry, jobs } = this.options;
    const { vertical } = await registry.model(this.name);
    await repeatFirstTraining({ registry, jobs }, { name: this.name, vertical }, requestedBy);
  }

  /** A version that cannot be loaded does not make the service unready while the one before answers. */
  readiness(): HealthResult {
    if (this.server.champion !== undefined) return { ready: true };
    return {
      ready: false,
      reason: this.failure === undefined ? 'There is no model yet.' : `${this.failure}: see the log.`,
    };
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.reader.stop();
    await this.refreshing;
    await this.report();
    await this.server.close();
  }

  /** Runs one check of the registry at a time: a request during a check leads to another one afterwards. */
  private lookSoon(): Promise<void> {
    return (this.refreshing = this.refreshing.then(() => this.look()));
  }

  private async look(): Promise<void> {
    try {
      const aliases = await this.options.registry.aliases(this.name);
      const challenge = JSON.stringify(aliases.challenger);
      if (aliases.champion === (this.server.champion?.id ?? null) && challenge === this.challenge) return;
      await this.follow(aliases);
      this.challenge = challenge;
      this.failure = undefined;
    } catch (error) {
      // Retried at the next check, because the artefacts can be temporarily unavailable. Logged once.
      const code = error instanceof LintelError ? error.code : 'INTERNAL';
      if (code !== this.failure) this.logger.error({ message: 'the model cannot be loaded', error });
      this.failure = code;
    }
  }

  private async follow({ champion, challenger }: ModelAliases): Promise<void> {
    await this.report();
    const first = champion === null ? undefined : await this.load(champion);
    // A challenger that can't be loaded must not prevent the swap of the champion.
    const second =
      challenger === null
        ? undefined
        : await this.load(challenger.versionId).catch((error: unknown) => this.say(error));
    if (first === undefined) return;
    const swapped = this.server.swap({
      champion: first,
      challenger: second && challenger ? { ...second, ...challenger.mode } : null,
    });
    // The new version already serves; the previous one finishes its requests.
    const number = (version: ModelVersion<Id> | undefined) => (version && this.numbers.get(version.id)) ?? null;
    const versions = { version: number(first), id: first.id, challenger: number(second) };
    this.logger.log({ message: 'model in service', ...versions });
    await swapped;
  }

  /** @returns the version that is already loaded, or a newly loaded one */
  private async load(id: string): Promise<ModelVersion<Id>> {
    const { registry, task, trustedKeys, threads, batching } = this.options;
    const kept = [this.server.champion, this.server.challenger].find((version) => version?.id === id);
    if (kept !== undefined) return { id, predictor: kept.predictor };
    const [files, { number }] = await Promise.all([registry.files(id), registry.version(id)]);
    const stored = loadModelFiles(files, { task, trustedKeys });
    const predictor = await Predictor.open(stored, {
      ...(threads === undefined ? {} : { threads }),
      ...(batching === undefined ? {} : { batching }),
    });
    this.numbers.set(id, number);
    return { id, predictor };
  }

  private say(error: unknown): undefined {
    this.logger.error({ message: 'the challenger cannot be loaded', error });
    return undefined;
  }

  /** Saves the comparison of champion and challenger since the last report. */
  private async report(): Promise<void> {
    const comparison = this.server.takeComparison();
    const from = this.comparedSince;
    this.comparedSince = new Date();
    if (comparison === null || comparison.champion.examples + comparison.challenger.examples === 0) return;
    try {
      const report = challengeReportOf(this.name, comparison, { from, to: this.comparedSince });
      await this.options.registry.addChallengeReport(report);
    } catch (error) {
      this.logger.warn({ message: 'a comparison was lost', error });
    }
  }

  private whyNot() {
    return {
      problem: this.failure === undefined ? 'There is no model yet.' : `The model cannot be used (${this.failure}).`,
      expected: `a champion of ${this.name} in the registry`,
      received: 'none',
      cure: 'Wait for the training to end, start one in the console, or register a model: npx lintel models register. It is picked up by itself.',
    };
  }
}
