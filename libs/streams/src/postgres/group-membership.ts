import type { Pool, PoolClient } from 'pg';
import type { TopicPartition } from '../event-stream';
import type { Position } from '../offset-committer';
import { balance } from './balance';

export interface ClaimedPartition extends TopicPartition {
  readonly epoch: number;
  readonly committed: number;
}

export interface MembershipOptions {
  readonly group: string;
  readonly memberId: string;
  readonly topics: readonly string[];
  readonly from: 'beginning' | 'end';
  readonly sessionTimeoutMs: number;
}

export interface Turn {
  /** Partitions newly assigned to this member. */
  readonly claimed: readonly ClaimedPartition[];
  /** Still assigned to this member, but to be released when their batch has ended. */
  readonly wanted: readonly TopicPartition[];
  /** All partitions of this member after this turn; missing ones were lost. */
  readonly owned: readonly TopicPartition[];
}

interface PartitionRow {
  topic: string;
  partition: number;
  owner: string | null;
  target: string | null;
}

/**
 * One member's view of its group. Partitions change owners one by one: balancing sets a target, the owner finishes its
 * batch and releases the partition, the target claims it. No other member stops meanwhile.
 */
export class GroupMembership {
  constructor(
    private readonly pool: Pool,
    private readonly options: MembershipOptions,
  ) {}

  /**
   * Renews the lease, removes members whose lease has expired, releases `released`, and claims free partitions assigned
   * to this member.
   */
  turn(released: readonly TopicPartition[]): Promise<Turn> {
    const { group, memberId, topics, from, sessionTimeoutMs } = this.options;
    return this.locked(async (client) => {
      let changed = await this.free(client, released);
      await client.query(
        `INSERT INTO streams.group_member VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
         ON CONFLICT (group_name, member_id) DO UPDATE SET expires_at = excluded.expires_at`,
        [group, memberId, topics, sessionTimeoutMs],
      );
      await client.query('DELETE FROM streams.group_member WHERE group_name = $1 AND expires_at < clock_timestamp()', [
        group,
      ]);
      // A partition that is added later is read from its beginning, also by a group that started at the end of the
      // others.
      await client.query(
        `INSERT INTO streams.group_partition (group_name, topic, partition, committed)
         SELECT $1, topic, partition, CASE WHEN $3 AND NOT EXISTS (
             SELECT FROM streams.group_partition known WHERE known.group_name = $1 AND known.topic = e.topic
           ) THEN next_offset ELSE 0 END FROM streams.log_end e
         WHERE topic = ANY ($2) ON CONFLICT DO NOTHING`,
        [group, topics, from === 'end'],
      );
      const members = await client.query<{ id: string; topics: string[] }>(
        'SELECT member_id AS id, topics FROM streams.group_member WHERE group_name = $1 ORDER BY 1',
        [group],
      );
      const living = new Set(members.rows.map(({ id }) => id));
      const { rows } = await client.query<PartitionRow>(
        `SELECT topic, partition, owner, target FROM streams.group_partition WHERE group_name = $1 ORDER BY 1, 2`,
        [group],
      );
      const held = rows.map((row) => ({
        ...row,
        owner: row.owner !== null && living.has(row.owner) ? row.owner : null,
      }));
      const targets = balance(held, members.rows);
      changed = (await this.write(client, rows, held, targets)) || changed;
      const claimed = await client.query<{ topic: string; partition: number; epoch: string; committed: string }>(
        `UPDATE streams.group_partition SET owner = $2, epoch = epoch + 1
         WHERE group_name = $1 AND target = $2 AND owner IS NULL RETURNING topic, partition, epoch, committed`,
        [group, memberId],
      );
      if (changed) await this.announce(client);
      const ours = held.flatMap((row, at) =>
        row.owner === memberId ? [{ row, stays: targets[at] === memberId }] : [],
      );
      return {
        claimed: claimed.rows.map((row) => ({ ...row, epoch: Number(row.epoch), committed: Number(row.committed) })),
        wanted: ours.filter(({ stays }) => !stays).map(({ row }) => row),
        owned: [...ours.map(({ row }) => row), ...claimed.rows],
      };
    });
  }

  /** Releases everything at once, so that the others need not wait for the lease to expire. */
  leave(): Promise<void> {
    return this.locked(async (client) => {
      const whose = [this.options.group, this.options.memberId];
      await client.query('DELETE FROM streams.group_member WHERE group_name = $1 AND member_id = $2', whose);
      await client.query('UPDATE streams.group_partition SET owner = NULL WHERE group_name = $1 AND owner = $2', whose);
      await this.announce(client);
    });
  }

  /** @returns the partitions whose commit was refused because another member owns them now */
  async commit(positions: readonly (Position & { readonly epoch: number })[]): Promise<TopicPartition[]> {
    const { group, memberId } = this.options;
    const { rows } = await this.pool.query<TopicPartition>(
      `UPDATE streams.group_partition p SET committed = u.next
       FROM unnest($3::text[], $4::int[], $5::bigint[], $6::bigint[]) AS u(topic, partition, next, epoch)
       WHERE p.group_name = $1 AND p.owner = $2 AND p.topic = u.topic AND p.partition = u.partition AND p.epoch = u.epoch
       RETURNING p.topic, p.partition`,
      [
        group,
        memberId,
        positions.map(({ topic }) => topic),
        positions.map(({ partition }) => partition),
        positions.map(({ offset }) => offset),
        positions.map(({ epoch }) => epoch),
      ],
    );
    return positions.filter(
      ({ topic, partition }) => !rows.some((row) => row.topic === topic && row.partition === partition),
    );
  }

  private async free(client: PoolClient, released: readonly TopicPartition[]): Promise<boolean> {
    if (released.length === 0) return false;
    await client.query(
      `UPDATE streams.group_partition p SET owner = NULL FROM unnest($3::text[], $4::int[]) AS u(topic, partition)
       WHERE p.group_name = $1 AND p.owner = $2 AND p.topic = u.topic AND p.partition = u.partition`,
      [
        this.options.group,
        this.options.memberId,
        released.map(({ topic }) => topic),
        released.map(({ partition }) => partition),
      ],
    );
    return true;
  }

  private async write(
    client: PoolClient,
    before: readonly PartitionRow[],
    held: readonly PartitionRow[],
    targets: readonly (string | null)[],
  ): Promise<boolean> {
    const moved = held.flatMap((row, at) => {
      const target = targets[at] ?? null;
      return row.target === target && row.owner === before[at]!.owner ? [] : [{ ...row, target }];
    });
    if (moved.length === 0) return false;
    await client.query(
      `UPDATE streams.group_partition p SET owner = u.owner, target = u.target
       FROM unnest($2::text[], $3::int[], $4::uuid[], $5::uuid[]) AS u(topic, partition, owner, target)
       WHERE p.group_name = $1 AND p.topic = u.topic AND p.partition = u.partition`,
      [
        this.options.group,
        moved.map(({ topic }) => topic),
        moved.map(({ partition }) => partition),
        moved.map(({ owner }) => owner),
        moved.map(({ target }) => target),
      ],
    );
    return true;
  }

  private async announce(client: PoolClient): Promise<void> {
    await client.query('SELECT pg_notify($1, $2)', ['lintel_streams', `group ${this.options.group}`]);
  }

  private async locked<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `lintel.streams.group ${this.options.group}`,
      ]);
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}
