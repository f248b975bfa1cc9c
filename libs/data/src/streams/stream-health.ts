import { LintelError } from '@lintel/contracts';
import type { StreamHealth } from './event-stream';

/** Remembers what the traffic has shown, so that a health check costs nothing and cannot hang. */
export class HealthRecord {
  private current: StreamHealth = { status: 'waiting', reason: 'No answer yet.', since: new Date() };
  private probing: NodeJS.Timeout | undefined;

  get(): StreamHealth {
    return this.current;
  }

  /** Asks again every second while waiting, so that recovery is noticed without traffic. */
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

export function topicMismatch(topic: string, expected: number, received: number): LintelError {
  return new LintelError('TOPIC_MISMATCH', {
    problem: `The topic "${topic}" exists with another number of partitions.`,
    expected: `${expected} partitions, as its contract declares`,
    received: `${received}`,
    cure: 'Declare what exists, or move to a new topic: with more partitions, keys would change theirs and lose order.',
  });
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
