import { LintelError } from '@lintel/contracts';
import type { StreamHealth } from './event-stream';

const TROUBLE_MS = 10_000;

/** Stores the state shown by the traffic, so that a health check is free and cannot hang. */
export class HealthRecord {
  private current: StreamHealth = { status: 'waiting', reason: 'No answer yet.', since: new Date() };
  private trouble: { readonly reason: string; readonly since: Date; readonly until: number } | undefined;
  private probing: NodeJS.Timeout | undefined;

  get(): StreamHealth {
    const { trouble, current } = this;
    if (current.status !== 'ready' || trouble === undefined || Date.now() > trouble.until) return current;
    return { status: 'waiting', reason: trouble.reason, since: trouble.since };
  }

  /** A part of the work is waiting while the rest continues; expires after some seconds unless it is reported again. */
  troubled(reason: string): void {
    const now = Date.now();
    const since = this.trouble !== undefined && now <= this.trouble.until ? this.trouble.since : new Date();
    this.trouble = { reason, since, until: now + TROUBLE_MS };
  }

  /** Probes every second while waiting, so that recovery is detected without traffic. */
  watch(probe: () => Promise<void>): void {
    const ask = (): void => {
      if (this.current.status === 'waiting') void probe().catch(() => undefined);
    };
    this.probing = setInterval(ask, 1_000).unref();
    ask();
  }

  succeeded(): void {
    if (this.current.status === 'waiting') this.current = { status: 'ready', since: new Date() };
  }

  failed(reason: string): void {
    if (this.current.status === 'closed') return;
    const since = this.current.status === 'waiting' ? this.current.since : new Date();
    this.current = { status: 'waiting', reason, since };
  }

  closed(): void {
    clearInterval(this.probing);
    this.current = { status: 'closed', since: new Date() };
  }
}

export function streamUnavailable(what: string, cure: string, cause: unknown): LintelError {
  return new LintelError('STREAM_UNAVAILABLE', {
    problem: `${what} does not answer.`,
    received: cause instanceof Error ? cause.message || cause.name : String(cause),
    cure,
    retryable: true,
    cause,
  });
}

export function topicMissing(topic: string, cause?: unknown): LintelError {
  return new LintelError('TOPIC_MISSING', {
    problem: `There is no topic "${topic}".`,
    cure: 'Create it with the partitions its contract declares: stream.createTopics(...), or check its name.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Compares the number of partitions of a topic with the number that its contract declares.
 * @returns a warning if there are more
 * @throws LintelError TOPIC_MISMATCH if there are fewer
 */
export function checkPartitions(topic: string, declared: number, existing: number): LintelError[] {
  if (existing === declared) return [];
  const counts = { expected: `${declared} partitions, as its contract declares`, received: String(existing) };
  if (existing < declared) {
    throw new LintelError('TOPIC_MISMATCH', {
      problem: `The topic "${topic}" has fewer partitions than declared.`,
      ...counts,
      cure: 'Declare what exists, or move to a new topic: with more partitions, keys would move to others and lose order.',
    });
  }
  const warning = new LintelError('TOPIC_MISMATCH', {
    problem: `The topic "${topic}" has more partitions than declared. All of them are used.`,
    ...counts,
    cure: 'Declare what exists. Events published before and after the change may lie in different partitions for one key.',
  });
  return [warning];
}

export function groupRunning(group: string): LintelError {
  return new LintelError('GROUP_RUNNING', {
    problem: `The group "${group}" is running, so its offsets cannot be moved.`,
    cure: 'Stop its members first, or seek on a running subscription.',
  });
}

export function notAssigned(topic: string, partition: number): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `This subscription does not have partition ${partition} of "${topic}".`,
    cure: 'Seek on the member that has it (see assignment()), or stop the group and reset its offsets.',
  });
}
