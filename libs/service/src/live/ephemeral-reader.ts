import { type EventStream, type ReceivedRecord, type Subscription } from '@lintel/streams';
import { setTimeout as delay } from 'node:timers/promises';

const JOIN_POLL_MS = 50;

export interface EphemeralReaderOptions {
  /** Identifies this process: each process receives all records. */
  readonly name: string;
  readonly topics: readonly string[];
  /** If it throws, `onError` is called and reading continues with the next record. */
  readonly onRecord: (record: ReceivedRecord) => void;
  readonly onError: (error: unknown) => void;
}

/** Reads new records in a separate consumer group, and deletes the group at the end. */
export class EphemeralReader {
  private readonly group: string;
  private subscription: Subscription | undefined;
  private closed = false;
  /** Resolves when no record can be missed any more, or when the reader is stopped before. */
  readonly joined: Promise<void>;

  /** @param opened resolves when the topics exist */
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
    // No process reads from this group again.
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
          // A record of an external producer, for which no caller waits here.
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
