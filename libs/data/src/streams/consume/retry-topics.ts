import { LintelError, topicNameSchema } from '@lintel/contracts';
import type { TopicDeclaration } from '../event-stream';

/** Two weeks. */
export const DEAD_LETTERS_KEPT_MS = 14 * 24 * 3_600_000;
/** Enough to spread a wave of failures over the members of a group. */
const RETRY_PARTITIONS = 3;

const DEAD_LETTERS = '.dead-letters';
const SETTLED = '.settled';

/** What a topic is, by its name. */
export function topicKind(name: string): 'events' | 'retry' | 'dead-letters' | 'settled' {
  if (name.endsWith(`${DEAD_LETTERS}${SETTLED}`)) return 'settled';
  if (name.endsWith(DEAD_LETTERS)) return 'dead-letters';
  return /\.retry-\d+$/.test(name) ? 'retry' : 'events';
}

/** @param topic of dead letters */
export function groupOfDeadLetters(topic: string): string {
  return topic.slice(0, -DEAD_LETTERS.length);
}

/** The topics where a group keeps what it could not handle: one for each delay, and the dead letters. */
export class RetryTopics {
  readonly deadLetters: string;
  /** Says which dead letters a person has replayed or discarded; made with the first. */
  readonly settled: string;
  private readonly tiers: readonly { readonly topic: string; readonly delayMs: number }[];

  /** @param delaysMs ascending; the n-th failure of an event waits for the n-th delay */
  constructor(group: string, delaysMs: readonly number[]) {
    if (!topicNameSchema.safeParse(`${group}.dead-letters`).success || delaysMs.length === 0) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: `The group "${group}" cannot be served.`,
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

  /** Where an event goes after so many failed attempts; undefined: to the dead letters. */
  after(attempts: number): string | undefined {
    return this.tiers[attempts - 1]?.topic;
  }

  /** How long events stay in this topic; undefined where it is none of these. */
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
