import type { AuditEntry } from '@lintel/contracts';
import type { PreparedEntry } from './chained-entry';

interface Waiting {
  readonly entry: PreparedEntry;
  readonly resolve: (written: AuditEntry) => void;
  readonly reject: (error: unknown) => void;
}

/** Of one transaction: a flood waits its turn, and nobody's for long. */
const MAX_ENTRIES = 500;

/**
 * Writes one group at a time; what comes meanwhile goes with the next one. So a lone entry is written at once, and many
 * a second share one transaction and one turn at the end of the chain.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly write: (entries: readonly PreparedEntry[]) => Promise<readonly AuditEntry[]>) {}

  /** @returns once it is committed @throws what `write` throws */
  add(entry: PreparedEntry): Promise<AuditEntry> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject });
      this.writing ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    // What the same turn of the event loop adds is written together.
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
