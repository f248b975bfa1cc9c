import { LintelError } from '@lintel/contracts';
import type { TopicPartition } from '../event-stream';
import type { Transact } from './transaction';

/** An event that ended its process so often is not tried again. */
const MOST_CRASHES = 2;

/**
 * Finds the event that ends the process itself (out of memory, a crash in native code): no handler can catch that, and
 * a restart would meet the same event for ever. The first batch after a claim leaves a mark while it runs. Who finds
 * an old mark goes on carefully: one event at a time, noted before it is tried. An event at which the process died
 * twice is refused.
 */
export class CrashGuard {
  private constructor(
    private readonly transact: Transact,
    private readonly place: readonly [string, string, number],
    /** True where the last holder of the partition did not survive its first batch. */
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

  /** @throws LintelError HANDLER_CRASHED when the process has died at this event before, often enough */
  async suspect(offset: number): Promise<void> {
    // What lies before the suspect was survived already; noting it would forget the suspect.
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

  /** The batch ended, however it ended: the process lives. */
  async end(): Promise<void> {
    await this.transact((transaction) =>
      transaction.query('DELETE FROM streams.crash_mark WHERE group_name = $1 AND topic = $2 AND partition = $3', [
        ...this.place,
      ]),
    );
  }
}
