import { type EventContract } from '@lintel/contracts';
import { OutboxRelay, type EventStream } from '@lintel/streams';
import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 1_000;

/** Creates the topics as soon as the stream is reachable, then publishes the events in the outbox. */
export class EventRelay {
  private readonly logger = new Logger(EventRelay.name);
  private readonly stopping = new AbortController();
  private relay: OutboxRelay | undefined;
  /** Resolves when the topics exist, or when the relay is stopped before. */
  readonly opened: Promise<void>;

  /** @param contracts of every event that the service sends or receives */
  constructor(
    private readonly stream: EventStream,
    private readonly databaseUrl: string,
    private readonly contracts: readonly EventContract[],
  ) {
    this.opened = this.open();
  }

  /** Finishes the current batch. Events left in the outbox are published by another replica or after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.relay?.stop();
  }

  private async open(): Promise<void> {
    const { signal } = this.stopping;
    const topics = this.contracts.map((contract) => ({ ...contract, name: contract.topic }));
    while (!signal.aborted) {
      try {
        const warnings = await this.stream.createTopics(topics);
        for (const error of warnings) this.logger.warn({ message: 'a topic is not as declared', error });
        if (signal.aborted) return;
        const onError = (error: unknown): void => this.report(error);
        this.relay = new OutboxRelay({ url: this.databaseUrl, stream: this.stream, onError });
        return;
      } catch (error) {
        this.report(error);
        await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private report(error: unknown): void {
    this.logger.warn({ message: 'events wait in the outbox', error });
  }
}
