import type { TopicPartition } from './event-stream';

export interface Position extends TopicPartition {
  readonly offset: number;
}

/**
 * Commits offsets in the background: while one commit is in progress the next positions are collected, so that no batch
 * waits for a commit and no commit is more than one round trip late.
 */
export class OffsetCommitter {
  private readonly waiting = new Map<string, Position>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly commit: (positions: readonly Position[]) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(position: Position): void {
    this.waiting.set(`${position.topic} ${position.partition}`, position);
    this.running ??= this.run();
  }

  /** Discards what is not yet sent: another member reads the partition now, or a seek moved it. */
  drop({ topic, partition }: TopicPartition): void {
    this.waiting.delete(`${topic} ${partition}`);
  }

  /** Resolves when everything added before has been sent. A failed commit means redelivery, never loss. */
  async flush(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async run(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.size > 0) {
      const positions = [...this.waiting.values()];
      this.waiting.clear();
      try {
        await this.commit(positions);
      } catch (error) {
        this.onError(error);
      }
    }
    this.running = undefined;
  }
}
