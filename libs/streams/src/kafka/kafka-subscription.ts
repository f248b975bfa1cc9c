import type { LintelError } from '@lintel/contracts';
import type { Consumer, ConsumerConfig, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type {
  BatchHandler,
  GroupOffset,
  PartitionRange,
  SubscribeOptions,
  Subscription,
  TopicPartition,
} from '../event-stream';
import { OffsetCommitter } from '../offset-committer';
import { PARTITIONS_TRUSTED_MS } from '../partition-counts';
import { notAssigned } from '../stream-health';
import { receivedRecord } from './received-record';
import type { MessageMarks } from './records/record-batches';
import { refusalIn } from './records/partition-refusal';
import { markUnreadable, UnreadableRetries } from './records/unreadable-retries';

export interface KafkaSubscriptionOptions extends SubscribeOptions {
  readonly sessionTimeoutMs: number;
  readonly open: (config: ConsumerConfig) => Consumer;
  readonly topicOffsets: (topic: string) => Promise<readonly PartitionRange[]>;
  readonly groupOffsets: (topics: readonly string[]) => Promise<readonly GroupOffset[]>;
  readonly onTraffic: () => void;
  /** Called for a partition that the broker refuses to serve; the others continue. */
  readonly onRefusal: (refusal: LintelError) => void;
  /** @returns the error in words */
  readonly onFailure: (error: unknown) => unknown;
}

/** How long the broker delays a response when there is nothing new; also the longest wait after resume, ms. */
const MAX_WAIT_MS = 250;
const REDELIVERY_MS = 1_000;
const REOPEN_MS = 500;
const REBALANCE_TIMEOUT_MS = 60_000;

/**
 * One member of a group. It reopens its consumer when that crashes or stops responding: kafkajs gives up permanently on
 * some failures, sometimes silently.
 */
export class KafkaSubscription implements Subscription {
  private consumer: Consumer | undefined;
  private assigned: readonly TopicPartition[] = [];
  private readonly committer: OffsetCommitter;
  private readonly resumptions = new Map<string, NodeJS.Timeout>();
  /** Aborted and replaced at every rebalance. */
  private generation = new AbortController();
  private paused = false;
  private stopped = false;
  private stopping: Promise<void> | undefined;
  private readonly running = new Set<Promise<void>>();
  private readonly retries = new UnreadableRetries();
  private lastSignAt = Date.now();
  private lastHeartbeatAt = 0;
  private readonly loop: Promise<void>;
  private endPause: () => void = () => undefined;
  private end: (reason?: unknown) => void = () => undefined;

  constructor(
    private readonly options: KafkaSubscriptionOptions,
    private readonly handle: BatchHandler,
  ) {
    this.committer = new OffsetCommitter(
      async (positions) =>
        this.consumer?.commitOffsets(positions.map((position) => ({ ...position, offset: String(position.offset) }))),
      (error) => this.report(error),
    );
    this.loop = this.keepOpen();
  }

  pause(): void {
    this.paused = true;
    this.tell((consumer) => consumer.pause(this.options.topics.map((topic) => ({ topic }))));
  }

  resume(): void {
    this.paused = false;
    this.tell((consumer) => consumer.resume(this.options.topics.map((topic) => ({ topic }))));
    for (const place of this.resumptions.keys()) this.pausePartition(place);
  }

  seek(topic: string, partition: number, offset: number): void {
    const ours = this.assigned.some((one) => one.topic === topic && one.partition === partition);
    if (!ours || this.consumer === undefined || this.stopped) throw notAssigned(topic, partition);
    this.consumer.seek({ topic, partition, offset: String(offset) });
    this.committer.add({ topic, partition, offset });
  }

  assignment(): readonly TopicPartition[] {
    return this.assigned;
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.drain());
  }

  private async drain(): Promise<void> {
    this.stopped = true;
    this.generation.abort();
    // Before kafkajs is notified: from then on it silently drops every commit.
    await Promise.allSettled(this.running);
    await this.committer.flush();
    this.endPause();
    this.end();
    await this.loop;
    for (const timer of this.resumptions.values()) clearTimeout(timer);
    this.assigned = [];
  }

  private async keepOpen(): Promise<void> {
    // Returns from the constructor first.
    await Promise.resolve();
    while (!this.stopped) {
      const ended = new Promise<unknown>((resolve) => (this.end = resolve));
      try {
        await this.openConsumer();
        const failure = await ended;
        if (failure !== undefined) this.failed(failure);
      } catch (error) {
        this.failed(error);
      }
      this.assigned = [];
      this.generation.abort();
      const consumer = this.consumer;
      await consumer?.disconnect().catch(() => undefined);
      this.consumer = undefined;
      if (!this.stopped) await this.pauseBeforeReopening();
    }
  }

  private async openConsumer(): Promise<void> {
    const { group, topics, from, sessionTimeoutMs, concurrency = 4 } = this.options;
    const heartbeatInterval = Math.min(1_000, Math.floor(sessionTimeoutMs / 3));
    const consumer = this.options.open({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval,
      maxWaitTimeInMs: MAX_WAIT_MS,
      allowAutoTopicCreation: false,
      // Partitions that are added later are found after that time; kafkajs would take five minutes.
      metadataMaxAge: PARTITIONS_TRUSTED_MS,
      // Crashes are handled by `keepOpen`, which reopens the consumer: kafkajs itself restarts only after some of them.
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: () => Promise.resolve(false) },
    });
    this.consumer = consumer;
    this.watch(consumer, sessionTimeoutMs);
    await consumer.connect();
    // A partition that is added later is read from its beginning, also by a group that started at the end of the
    // others.
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    const ends = from === 'end' ? await this.ends() : [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.joined(payload.memberAssignment);
      void this.beginAtEnd(consumer, ends);
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: async (payload) => {
        const work = this.process(payload, heartbeatInterval);
        this.running.add(work);
        await work.finally(() => this.running.delete(work));
      },
    });
    if (this.paused) this.pause();
  }

  private watch(consumer: Consumer, sessionTimeoutMs: number): void {
    const alive = (): void => {
      this.lastSignAt = Date.now();
      this.options.onTraffic();
    };
    consumer.on(consumer.events.FETCH, alive);
    consumer.on(consumer.events.HEARTBEAT, () => {
      this.lastHeartbeatAt = Date.now();
      alive();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => this.end(payload.error));
    this.lastSignAt = Date.now();
    const quiet = setInterval(() => {
      if (this.consumer !== consumer) return clearInterval(quiet);
      const silentMs = Date.now() - this.lastSignAt;
      if (this.running.size === 0 && silentMs > REBALANCE_TIMEOUT_MS + sessionTimeoutMs) {
        this.end(new Error(`The consumer has been silent for ${silentMs} ms.`));
      }
    }, sessionTimeoutMs).unref();
  }

  private joined(memberAssignment: Record<string, number[]>): void {
    this.generation.abort();
    this.generation = new AbortController();
    if (this.stopped) this.generation.abort();
    this.assigned = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
  }

  private async ends(): Promise<GroupOffset[]> {
    const offsets = await this.options.groupOffsets(this.options.topics);
    return offsets.filter(({ committed }) => committed === null);
  }

  /**
   * A group without offsets commits them at once; otherwise a crash before the first batch would skip the records in
   * between.
   */
  private async beginAtEnd(consumer: Consumer, ends: GroupOffset[]): Promise<void> {
    // Each only once: after a later rebalance it would move the group back.
    for (const { topic, partition, high } of ends.splice(0)) {
      if (!this.assigned.some((one) => one.topic === topic && one.partition === partition)) continue;
      consumer.seek({ topic, partition, offset: String(high) });
      this.committer.add({ topic, partition, offset: high });
    }
    await this.committer.flush();
  }

  private async process(payload: EachBatchPayload, heartbeatIntervalMs: number): Promise<void> {
    const { batch } = payload;
    const { topic, partition } = batch;
    const { signal } = this.generation;
    const place = `${topic} ${partition}`;
    let rebalance: unknown;
    const beat = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        rebalance = error;
        this.generation.abort();
      });
    }, heartbeatIntervalMs);
    try {
      const messages = batch.messages as (KafkaMessage & MessageMarks)[];
      const refusal = refusalIn(topic, partition, messages[0]);
      if (refusal !== undefined) {
        this.options.onRefusal(refusal);
        throw refusal;
      }
      const records = messages.map((message) => markUnreadable(receivedRecord(topic, partition, message), message));
      const unreadable = this.retries.toRetry(records);
      if (unreadable !== undefined) records.splice(records.indexOf(unreadable));
      const most = this.options.maxBatch ?? 500;
      for (let at = 0; at < records.length; at += most) {
        if (signal.aborted || this.paused || this.resumptions.has(place) || !payload.isRunning() || payload.isStale())
          break;
        const chunk = records.slice(at, at + most);
        const postponed = await this.handle({
          topic,
          partition,
          records: chunk,
          highWatermark: Number(batch.highWatermark),
          signal,
        });
        const next = postponed ? postponed.fromOffset : chunk.at(-1)!.offset + 1;
        if (next > chunk[0]!.offset && !payload.isStale()) {
          payload.resolveOffset(String(next - 1));
          this.committer.add({ topic, partition, offset: next });
        }
        if (postponed) {
          if (postponed.afterMs > 0) this.postpone(place, postponed.afterMs);
          break;
        }
      }
      if (unreadable !== undefined && !this.resumptions.has(place)) throw unreadable.unreadable!;
    } catch (error) {
      this.report(error);
      this.postpone(place, REDELIVERY_MS);
    } finally {
      clearInterval(beat);
    }
    // Offsets committed before the group moves on are not delivered twice.
    const beatIsDue = Date.now() - this.lastHeartbeatAt > heartbeatIntervalMs * 0.9;
    if (rebalance !== undefined || this.stopped || beatIsDue) await this.committer.flush();
    if (rebalance !== undefined) throw rebalance as Error;
  }

  private postpone(place: string, ms: number): void {
    clearTimeout(this.resumptions.get(place));
    this.resumptions.set(
      place,
      setTimeout(() => {
        this.resumptions.delete(place);
        const [topic, partition] = place.split(' ') as [string, string];
        if (!this.paused) this.tell((consumer) => consumer.resume([{ topic, partitions: [Number(partition)] }]));
      }, ms),
    );
    this.pausePartition(place);
  }

  private pausePartition(place: string): void {
    const [topic, partition] = place.split(' ') as [string, string];
    this.tell((consumer) => consumer.pause([{ topic, partitions: [Number(partition)] }]));
  }

  /** kafkajs throws while the group is not running; it checks `paused` again once it is. */
  private tell(order: (consumer: Consumer) => void): void {
    try {
      if (this.consumer !== undefined) order(this.consumer);
    } catch {
      // There is nothing to pause or resume yet.
    }
  }

  private async pauseBeforeReopening(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, REOPEN_MS);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private failed(error: unknown): void {
    this.report(this.options.onFailure(error));
  }

  private report(error: unknown): void {
    if (!this.stopped) this.options.onError?.(error);
  }
}
