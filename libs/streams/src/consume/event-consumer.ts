import { setTimeout as delay } from 'node:timers/promises';
import { cleanInbox } from '../delivery/inbox';
import type { EventSeal } from './event-seal';
import { installDeliveryTables, type Transact } from '../delivery/transaction';
import type { EventStream, Subscription } from '../event-stream';
import { ConsumerActivity } from './consumer-activity';
import type { EventHandler } from './event-handler';
import { EventProcessor } from './event-processor';
import { RetryTopics } from './retry-topics';

export interface EventConsumerOptions {
  readonly stream: EventStream;
  readonly group: string;
  /** One handler per event type in the group's topics. */
  readonly handlers: readonly EventHandler[];
  /** Number of partitions handled concurrently. Default: 4. */
  readonly concurrency?: number;
  /** Delays before the first, second … retry, milliseconds. Default: 1 s, 10 s, 1 min. */
  readonly retryDelaysMs?: readonly number[];
  /** If set, every event takes effect exactly once, and keys keep their order through retries. */
  readonly transact?: Transact;
  /** If set, copies of events with personal data are sealed in the retry topics and dead letters. */
  readonly seal?: EventSeal;
  readonly onError?: (error: unknown) => void;
}

const START_RETRY_MS = 1_000;
const CLEAN_EVERY_MS = 3_600_000;

/**
 * Runs the handlers of one group. A failing event leaves its partition: it moves to a retry topic, waits there, and
 * becomes a dead letter after the last retry. So no later event has to wait, and none is lost.
 */
export class EventConsumer {
  readonly group: string;
  readonly activity = new ConsumerActivity();
  readonly retryTopics: RetryTopics;
  /** The topics of the contracts, without the retry topics. */
  readonly topics: readonly string[];
  private readonly processor: EventProcessor;
  private subscription: Subscription | undefined;
  private starting: Promise<void> | undefined;
  private cleaning: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: EventConsumerOptions) {
    this.group = options.group;
    this.retryTopics = new RetryTopics(options.group, options.retryDelaysMs ?? [1_000, 10_000, 60_000]);
    this.topics = [...new Set(options.handlers.map(({ contract }) => contract.topic))];
    this.processor = new EventProcessor({
      ...options,
      activity: this.activity,
      retryTopics: this.retryTopics,
    });
  }

  /** True once its topics exist and it has joined its group. */
  get joined(): boolean {
    return this.subscription !== undefined;
  }

  /** Why this member is waiting: the broker or the database is unreachable. Undefined if it is not waiting. */
  get waitingFor(): string | undefined {
    return this.processor.waitingFor;
  }

  /** Returns at once; topics are created and the group is joined as soon as the broker is reachable. */
  start(): void {
    this.starting ??= this.begin();
  }

  pause(): void {
    this.subscription?.pause();
  }

  resume(): void {
    this.subscription?.resume();
  }

  assignment(): ReturnType<Subscription['assignment']> {
    return this.subscription?.assignment() ?? [];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.cleaning);
    // Does not wait for the start: while the broker is unreachable, the start waits for it and nothing has begun.
    await this.subscription?.stop();
  }

  private async begin(): Promise<void> {
    const { stream, transact, group, handlers, concurrency } = this.options;
    const declared = handlers.map(({ contract }) => ({ ...contract, name: contract.topic }));
    while (!this.stopped) {
      try {
        if (transact !== undefined) await installDeliveryTables(transact);
        const warnings = await stream.createTopics([...declared, ...this.retryTopics.declarations()]);
        for (const warning of warnings) this.options.onError?.(warning);
        if (this.stopped) return;
        this.subscription = stream.subscribe(
          {
            group,
            topics: [...this.topics, ...this.retryTopics.names],
            ...(concurrency === undefined ? {} : { concurrency }),
            onError: (error) => this.report(error),
          },
          (batch) => this.processor.process(batch),
        );
        this.keepInboxSmall();
        return;
      } catch (error) {
        if (this.stopped) return;
        this.report(error);
        await delay(START_RETRY_MS, undefined, { ref: false });
      }
    }
  }

  /** An event can be delivered again while its topic retains it; twice that time allows for clock differences. */
  private keepInboxSmall(): void {
    const { transact, group, handlers } = this.options;
    if (transact === undefined) return;
    const keptMs = 2 * Math.max(...handlers.map(({ contract }) => contract.retentionMs));
    const clean = () => void cleanInbox(transact, group, keptMs).catch((error: unknown) => this.report(error));
    this.cleaning = setInterval(clean, CLEAN_EVERY_MS).unref();
    clean();
  }

  private report(error: unknown): void {
    this.activity.disturbed(error);
    this.options.onError?.(error);
  }
}
