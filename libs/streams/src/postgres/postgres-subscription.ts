import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { BatchHandler, SubscribeOptions, Subscription, TopicPartition } from '../event-stream';
import { OffsetCommitter } from '../offset-committer';
import { notAssigned } from '../stream-health';
import type { ChangeListener } from './change-listener';
import { GroupMembership } from './group-membership';
import { readRecords, type ReadBatch } from './record-reader';

/** Polling interval in case notifications are missed, milliseconds. */
const POLL_MS = 1_000;
/** Pause after a handler threw, milliseconds. */
const REDELIVERY_MS = 1_000;

interface Held extends TopicPartition {
  readonly epoch: number;
  position: number;
  /** A seek during a batch takes precedence over the end of the batch. */
  seeks: number;
  /** Earliest time of the next delivery, milliseconds since 1970. */
  resumeAt: number;
  running: Promise<void> | undefined;
  revoked: AbortController;
}

export interface PostgresSubscriptionOptions extends SubscribeOptions {
  readonly sessionTimeoutMs: number;
  /** Called before the first turn; rejects while the database is unreachable. */
  readonly ready: () => Promise<void>;
  readonly onTraffic: (error?: unknown) => void;
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic} ${partition}`;

export class PostgresSubscription implements Subscription {
  private readonly held = new Map<string, Held>();
  private readonly membership: GroupMembership;
  private readonly committer: OffsetCommitter;
  private readonly unlisten: () => void;
  private readonly loop: Promise<void>;
  private wake: () => void = () => undefined;
  private turnDueAt = 0;
  private paused = false;
  private stopping: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    changes: ChangeListener,
    private readonly options: PostgresSubscriptionOptions,
    private readonly handle: BatchHandler,
  ) {
    const { group, topics, from = 'beginning', sessionTimeoutMs } = options;
    this.membership = new GroupMembership(pool, { group, memberId: randomUUID(), topics, from, sessionTimeoutMs });
    this.committer = new OffsetCommitter(
      async (positions) => {
        const known = positions.flatMap((position) => {
          const epoch = this.held.get(nameOf(position))?.epoch;
          return epoch === undefined ? [] : [{ ...position, epoch }];
        });
        for (const lost of await this.membership.commit(known)) this.lose(lost);
      },
      (error) => this.report(error),
    );
    this.unlisten = changes.listen((change) => {
      if (change === `group ${group}` || change === '') this.turnDueAt = 0;
      if (!change.startsWith('topic ') || topics.includes(change.slice(6))) this.wake();
    });
    this.loop = this.run();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.wake();
  }

  seek(topic: string, partition: number, offset: number): void {
    const held = this.held.get(nameOf({ topic, partition }));
    if (held === undefined) throw notAssigned(topic, partition);
    held.position = offset;
    held.seeks += 1;
    held.resumeAt = 0;
    this.committer.add({ topic, partition, offset });
    this.wake();
  }

  assignment(): readonly TopicPartition[] {
    return [...this.held.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.drain());
  }

  private async drain(): Promise<void> {
    this.stopped = true;
    for (const held of this.held.values()) held.revoked.abort();
    this.wake();
    await this.loop;
    this.unlisten();
    await Promise.all([...this.held.values()].flatMap(({ running }) => running ?? []));
    await this.committer.flush();
    await this.membership.leave().catch((error: unknown) => this.report(error));
    this.held.clear();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      let waitMs = POLL_MS;
      try {
        await this.options.ready();
        if (Date.now() >= this.turnDueAt) await this.takeTurn();
        if (await this.deliver()) waitMs = 0;
        else waitMs = this.untilNextMs();
        this.options.onTraffic();
      } catch (error) {
        this.report(error);
        this.options.onTraffic(error);
      }
      if (waitMs > 0 && !this.stopped) await orTimeout(woken, waitMs);
    }
  }

  private async takeTurn(): Promise<void> {
    // Set before the query: a change announced meanwhile makes the next turn due at once.
    this.turnDueAt = Date.now() + this.options.sessionTimeoutMs / 3;
    await this.apply([]);
  }

  private async apply(released: readonly TopicPartition[]): Promise<void> {
    const { claimed, wanted, owned } = await this.membership.turn(released);
    const ours = new Set(owned.map(nameOf));
    for (const held of this.held.values()) if (!ours.has(nameOf(held))) this.lose(held);
    for (const { topic, partition, epoch, committed } of claimed) {
      const revoked = new AbortController();
      this.held.set(nameOf({ topic, partition }), {
        topic,
        partition,
        epoch,
        position: committed,
        seeks: 0,
        resumeAt: 0,
        running: undefined,
        revoked,
      });
    }
    const going = new Set(wanted.map(nameOf));
    for (const held of this.held.values()) {
      // Balancing assigned it back before it was released.
      if (!going.has(nameOf(held)) && !held.running) held.revoked = renewed(held.revoked);
    }
    const leaving = wanted.flatMap((place) => this.held.get(nameOf(place)) ?? []);
    // Owned according to the table but unknown here: the response to an earlier turn was lost. Release it.
    const unknown = owned.filter((place) => !this.held.has(nameOf(place)));
    if (leaving.length > 0 || unknown.length > 0) await this.letGo(leaving, unknown);
  }

  private async letGo(leaving: readonly Held[], unknown: readonly TopicPartition[]): Promise<void> {
    for (const held of leaving) held.revoked.abort();
    const idle = leaving.filter(({ running }) => running === undefined);
    // The others follow when their batch has ended, see `process`.
    if (idle.length === 0 && unknown.length === 0) return;
    await this.committer.flush();
    for (const held of idle) this.held.delete(nameOf(held));
    await this.apply([...idle, ...unknown]);
  }

  /** @returns true if there was something to deliver */
  private async deliver(): Promise<boolean> {
    if (this.paused) return false;
    const running = [...this.held.values()].filter((held) => held.running !== undefined).length;
    const free = (this.options.concurrency ?? 4) - running;
    const due = [...this.held.values()].filter(
      (held) => held.running === undefined && held.resumeAt <= Date.now() && !held.revoked.signal.aborted,
    );
    if (free <= 0 || due.length === 0) return false;
    const positions = due.map(({ topic, partition, position }) => ({ topic, partition, offset: position }));
    const batches = (await readRecords(this.pool, positions, this.options.maxBatch ?? 500)).slice(0, free);
    for (const batch of batches) {
      const held = this.held.get(nameOf(batch))!;
      // Moved to the end, so that a busy partition does not starve the others.
      this.held.delete(nameOf(held));
      this.held.set(nameOf(held), held);
      held.running = this.process(held, batch);
    }
    return batches.length > 0;
  }

  private async process(held: Held, batch: ReadBatch): Promise<void> {
    const { topic, partition } = held;
    const { position: before, seeks } = held;
    let next = batch.records.at(-1)!.offset + 1;
    let resumeAt = 0;
    try {
      const postponed = await this.handle({ ...batch, signal: held.revoked.signal });
      if (postponed) {
        next = postponed.fromOffset;
        resumeAt = Date.now() + postponed.afterMs;
      }
    } catch (error) {
      this.options.onError?.(error);
      next = before;
      resumeAt = Date.now() + REDELIVERY_MS;
    }
    held.running = undefined;
    if (held.seeks === seeks) {
      held.position = next;
      held.resumeAt = resumeAt;
      if (next > before && this.held.get(nameOf(held)) === held) this.committer.add({ topic, partition, offset: next });
    }
    if (held.revoked.signal.aborted) this.turnDueAt = 0;
    this.wake();
  }

  private lose(place: TopicPartition): void {
    this.held.get(nameOf(place))?.revoked.abort();
    this.held.delete(nameOf(place));
    this.committer.drop(place);
  }

  private untilNextMs(): number {
    const times = [...this.held.values()].filter((held) => held.resumeAt > Date.now()).map(({ resumeAt }) => resumeAt);
    return Math.max(1, Math.min(POLL_MS, this.turnDueAt - Date.now(), ...times.map((time) => time - Date.now())));
  }

  private report(error: unknown): void {
    if (!this.stopped) this.options.onError?.(error);
  }
}

function renewed(controller: AbortController): AbortController {
  return controller.signal.aborted ? new AbortController() : controller;
}

async function orTimeout(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([promise, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
