import { LintelError, topicNameSchema } from '@lintel/contracts';
import type { TopicDeclaration } from '../event-stream';

/** Two weeks. */
export const DEAD_LETTERS_KEPT_MS = 14 * 24 * 3_600_000;
/** Enough to spread many failures over the members of a group. */
const RETRY_PARTITIONS = 3;

const DEAD_LETTERS = '.dead-letters';
const SETTLED = '.settled';

/** The kind of a topic, determined by its name. */
export function topicKind(name: string): 'events' | 'retry' | 'dead-letters' | 'settled' {
  if (name.endsWith(`${DEAD_LETTERS}${SETTLED}`)) return 'settled';
  if (name.endsWith(DEAD_LETTERS)) return 'dead-letters';
  return /\.retry-\d+$/.test(name) ? 'retry' : 'events';
}

/** @param topic a dead-letter topic */
export function groupOfDeadLetters(topic: string): string {
  return topic.slice(0, -DEAD_LETTERS.length);
}

/** The topics for events that a group could not handle: one per delay, and the dead letters. */
export class RetryTopics {
  readonly deadLetters: string;
  /** Records which dead letters were replayed or discarded; created with the first of them. */
  readonly settled: string;
  private readonly tiers: readonly { readonly topic: string; readonly delayMs: number }[];

  /** @param delaysMs ascending; the n-th failure of an event waits for the n-th delay */
  constructor(group: string, delaysMs: readonly number[]) {
    if (!topicNameSchema.safeParse(`${group}.dead-letters`).success || delaysMs.length === 0) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: `The group "${group}" is not valid.`,
        expected: 'a name of lower-case letters, digits, dots, hyphens and underscores, and at least one retry delay',
        received: `${group}, delays ${delaysMs.join(', ') || 'none'}`,
        cure: 'Correct the group and its retry delays in the handler.',
      });
    }
    this.deadLetters = `${group}${DEAD_LETTERS}`;
    this.settled = `${this.deadLetters}${SETTLED}`;
    this.tiers = delaysMs.map((delayMs, at) => ({ topic: `${group}.retry-${at + 1}`, delayMs }));
  }

  get names(): string[] {
    return this.tiers.map(({ topic }) => topic);
  }

  /** The topic for an event after the given number of failed attempts; undefined: the dead letters. */
  after(attempts: number): string | undefined {
    return this.tiers[attempts - 1]?.topic;
  }

  /** How long events wait in this topic; undefined if it is not a retry topic of the group. */
  delayMs(topic: string): number | undefined {
    return this.tiers.find((tier) => tier.topic === topic)?.delayMs;
  }

  declarations(): TopicDeclaration[] {
    return [
      ...this.names.map((name) => ({ name, partitions: RETRY_PARTITIONS })),
      { name: this.deadLetters, partitions: 1, retentionMs: DEAD_LETTERS_KEPT_MS },
    ];
  }
}
