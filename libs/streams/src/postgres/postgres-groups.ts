import type { GroupListing, GroupOffset, OffsetTarget } from '../event-stream';
import { groupRunning, topicMissing } from '../stream-health';
import type { AskPostgres } from './postgres-topics';

/** The offsets of groups in the event log, and resetting them. */
export class PostgresGroups {
  constructor(private readonly asked: AskPostgres) {}

  list(): Promise<GroupListing[]> {
    return this.asked(async (pool) => {
      const { rows } = await pool.query<{
        group: string;
        topics: string[];
        running: boolean;
        committed: { topic: string; partition: number; offset: number }[];
      }>(
        `WITH living AS (SELECT group_name, unnest(topics) AS topic FROM streams.group_member
             WHERE expires_at >= clock_timestamp()),
         known AS (SELECT group_name, topic FROM living UNION SELECT group_name, topic FROM streams.group_partition)
         SELECT group_name AS group, array_agg(topic ORDER BY topic COLLATE "C") AS topics,
           group_name IN (SELECT group_name FROM living) AS running,
           coalesce((SELECT json_agg(json_build_object('topic', topic, 'partition', partition, 'offset', committed)
             ORDER BY topic COLLATE "C", partition)
             FROM streams.group_partition p WHERE p.group_name = known.group_name), '[]') AS committed
         FROM known GROUP BY group_name ORDER BY group_name COLLATE "C"`,
      );
      return rows;
    });
  }

  offsets(group: string, topics: readonly string[]): Promise<GroupOffset[]> {
    return this.asked(async (pool) => {
      const { rows } = await pool.query<{
        topic: string;
        partition: number;
        high: string;
        low: string;
        committed: string | null;
      }>(
        `SELECT e.topic, e.partition, e.next_offset AS high, g.committed,
           coalesce((SELECT min("offset") FROM streams.record r
             WHERE r.topic = e.topic AND r.partition = e.partition), e.next_offset) AS low
         FROM streams.log_end e LEFT JOIN streams.group_partition g
           ON g.group_name = $1 AND g.topic = e.topic AND g.partition = e.partition
         WHERE e.topic = ANY ($2) ORDER BY 1, 2`,
        [group, topics],
      );
      return rows.map(({ topic, partition, ...row }) => {
        const high = Number(row.high);
        const committed = row.committed === null ? null : Number(row.committed);
        return { topic, partition, committed, high, lag: high - Math.max(committed ?? 0, Number(row.low)) };
      });
    });
  }

  reset(group: string, topic: string, to: OffsetTarget): Promise<void> {
    return this.asked(async (pool) => {
      const offset = typeof to === 'object' && 'offset' in to ? to.offset : null;
      const timestampMs = typeof to === 'object' && 'timestampMs' in to ? to.timestampMs : null;
      const { rows } = await pool.query<{ known: boolean; running: boolean }>(
        `WITH living AS (SELECT EXISTS (SELECT FROM streams.group_member
             WHERE group_name = $1 AND expires_at >= clock_timestamp()) AS running),
         moved AS (
           INSERT INTO streams.group_partition (group_name, topic, partition, committed)
           SELECT $1, topic, partition, CASE
             WHEN $3 = 'end' THEN next_offset
             WHEN $3 = 'offset' THEN least($4::bigint, next_offset)
             WHEN $3 = 'timestamp' THEN coalesce((SELECT min("offset") FROM streams.record r WHERE r.topic = e.topic
               AND r.partition = e.partition AND published_at >= to_timestamp($5::float8 / 1000)), next_offset)
             ELSE 0 END
           FROM streams.log_end e, living WHERE topic = $2 AND NOT running
           ON CONFLICT (group_name, topic, partition) DO UPDATE SET committed = excluded.committed)
         SELECT running, EXISTS (SELECT FROM streams.topic WHERE name = $2) AS known FROM living`,
        [group, topic, offset !== null ? 'offset' : timestampMs !== null ? 'timestamp' : to, offset, timestampMs],
      );
      if (!rows[0]!.known) throw topicMissing(topic);
      if (rows[0]!.running) throw groupRunning(group);
    });
  }

  delete(group: string): Promise<void> {
    return this.asked(async (pool) => {
      const { rows } = await pool.query<{ running: boolean }>(
        `WITH living AS (SELECT EXISTS (SELECT FROM streams.group_member
             WHERE group_name = $1 AND expires_at >= clock_timestamp()) AS running),
         gone AS (DELETE FROM streams.group_partition p USING living WHERE group_name = $1 AND NOT running)
         SELECT running FROM living`,
        [group],
      );
      if (rows[0]!.running) throw groupRunning(group);
    });
  }
}
