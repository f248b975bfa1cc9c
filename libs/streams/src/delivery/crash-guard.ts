import { LintelError } from '@lintel/contracts';
import type { TopicPartition } from '../event-stream';
import type { Transact } from './transaction';

/** An event that crashed its process this often is not tried again. */
const MOST_CRASHES = 2;

/**
 * Finds the event that crashes the process itself (out of memory, a crash in native code): no handler can catch that,
 * and after a restart the same event would be delivered again. The first batch after a claim leaves a mark while it
 * runs. A member that finds an old mark continues carefully: one event at a time, recorded before it is tried. An event
 * that crashed the process twice is refused.
 */
export class CrashGuard {
  private constructor(
    private readonly transact: Transact,
    private readonly place: readonly [string, string, number],
    /** True if the last owner of the partition crashed during its first batch. */
    readonly careful: boolean,
    private readonly suspected: number | null,
    private readonly crashes: number,
  ) {}

  static async begin(transact: Transact, group: string, { topic, partition }: TopicPartition): Promise<CrashGuard> {
    const place = [group, topic, partition] as const;
    const [mark] = (await transact((transaction) =>
      transaction.query(
        `INSERT INTO streams.crash_mark AS m (group_name, topic, partition) VALUES ($1, $2, $3)
         ON CONFLICT (group_name, topic, partition) DO UPDATE SET tries = m.tries + 1
         RETURNING tries, suspect_offset, suspect_tries`,
        [...place],
      ),
    )) as { tries: number; suspect_offset: string | null; suspect_tries: number }[];
    const suspected = mark!.suspect_offset === null ? null : Number(mark!.suspect_offset);
    return new CrashGuard(transact, place, mark!.tries > 1, suspected, mark!.suspect_tries);
  }

  /** @throws LintelError HANDLER_CRASHED if this event has crashed the process too often */
  async suspect(offset: number): Promise<void> {
    // Events before the suspect were handled without a crash; recording them would overwrite the suspect.
    if (!this.careful || (this.suspected !== null && offset < this.suspected)) return;
    if (offset === this.suspected && this.crashes >= MOST_CRASHES) {
      throw new LintelError('HANDLER_CRASHED', {
        problem: `The handler ended its process ${this.crashes} times at this event.`,
        received: `offset ${offset} of partition ${this.place[2]} of "${this.place[1]}"`,
        cure: 'Look for memory or native code in the handler, then replay the dead letter.',
      });
    }
    await this.transact((transaction) =>
      transaction.query(
        `WITH noted AS (UPDATE streams.crash_mark SET suspect_offset = $4,
           suspect_tries = CASE WHEN suspect_offset = $4 THEN suspect_tries + 1 ELSE 1 END
           WHERE group_name = $1 AND topic = $2 AND partition = $3)
         SELECT 1`,
        [...this.place, offset],
      ),
    );
  }

  /** The batch has ended, with or without an error, and the process did not crash. */
  async end(): Promise<void> {
    await this.transact((transaction) =>
      transaction.query('DELETE FROM streams.crash_mark WHERE group_name = $1 AND topic = $2 AND partition = $3', [
        ...this.place,
      ]),
    );
  }
}
