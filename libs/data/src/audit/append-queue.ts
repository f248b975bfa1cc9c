import type { AuditEntry } from '@lintel/contracts';
import type { PreparedEntry } from './chained-entry';

interface Waiting {
  readonly entry: PreparedEntry;
  readonly resolve: (written: AuditEntry) => void;
  readonly reject: (error: unknown) => void;
}

/** Maximum number of entries per transaction, so that a burst does not delay other writers for long. */
const MAX_ENTRIES = 500;

/**
 * Writes one batch at a time; entries added meanwhile go into the next batch. A single entry is written at once, and
 * many concurrent entries share one transaction and one lock of the chain.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly write: (entries: readonly PreparedEntry[]) => Promise<readonly AuditEntry[]>) {}

  /** @returns once the entry is committed @throws what `write` throws */
  add(entry: PreparedEntry): Promise<AuditEntry> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject });
      this.writing ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    // Entries added in the same turn of the event loop are written together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.writeGroup(this.waiting.splice(0, MAX_ENTRIES));
    this.writing = undefined;
  }

  private async writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const written = await this.write(group.map(({ entry }) => entry));
      group.forEach(({ resolve }, index) => resolve(written[index]!));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
