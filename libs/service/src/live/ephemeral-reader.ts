import { type EventStream, type ReceivedRecord, type Subscription } from '@lintel/data';
import { setTimeout as delay } from 'node:timers/promises';

const JOIN_POLL_MS = 50;

export interface EphemeralReaderOptions {
  /** Distinguishes this process: every one hears of everything. */
  readonly name: string;
  readonly topics: readonly string[];
  /** What it throws is told to `onError`, and the next record comes. */
  readonly onRecord: (record: ReceivedRecord) => void;
  readonly onError: (error: unknown) => void;
}

/** Hears, in a group of its own, of what happens from now on, and forgets the group at the end. */
export class EphemeralReader {
  private readonly group: string;
  private subscription: Subscription | undefined;
  private closed = false;
  /** Resolves when nothing can be missed any more, or when this is stopped before. */
  readonly joined: Promise<void>;

  /** @param opened when the topics exist */
  constructor(
    private readonly stream: EventStream,
    opened: Promise<void>,
    private readonly options: EphemeralReaderOptions,
  ) {
    this.group = `lintel.live-${options.name}`;
    this.joined = opened.then(() => this.join());
  }

  async stop(): Promise<void> {
    this.closed = true;
    if (this.subscription === undefined) return;
    await this.subscription.stop();
    // Nobody comes back to this group.
    if (this.stream.health().status === 'ready') await this.stream.deleteGroup(this.group).catch(() => undefined);
  }

  private async join(): Promise<void> {
    if (this.closed) return;
    const { topics, onRecord, onError } = this.options;
    const subscription = this.stream.subscribe({ group: this.group, topics, from: 'end', onError }, ({ records }) => {
      for (const record of records) {
        try {
          onRecord(record);
        } catch (error) {
          // Of a foreign producer: nobody waits for it here.
          onError(error);
        }
      }
      return Promise.resolve();
    });
    this.subscription = subscription;
    while (!this.closed && subscription.assignment().length === 0) {
      await delay(JOIN_POLL_MS, undefined, { ref: false });
    }
  }
}
