import type { TopicPartition } from '../event-stream';

export interface Member {
  readonly id: string;
  readonly topics: readonly string[];
}

export interface HeldPartition extends TopicPartition {
  readonly owner: string | null;
}

/**
 * Distributes the partitions of every topic evenly among the members that read it, moving as few as possible.
 * @returns the member for each partition, in the given order; null if no member reads the topic
 */
export function balance(partitions: readonly HeldPartition[], members: readonly Member[]): (string | null)[] {
  const targets = new Map<HeldPartition, string>();
  const load = new Map(members.map(({ id }) => [id, 0]));
  for (const topic of new Set(partitions.map((partition) => partition.topic))) {
    const held = partitions.filter((partition) => partition.topic === topic);
    const readers = members.filter(({ topics }) => topics.includes(topic)).map(({ id }) => id);
    if (readers.length === 0) continue;
    const taken = new Map(readers.map((id) => [id, 0]));
    const give = (partition: HeldPartition, id: string): void => {
      targets.set(partition, id);
      taken.set(id, taken.get(id)! + 1);
      load.set(id, load.get(id)! + 1);
    };
    const share = Math.floor(held.length / readers.length);
    let larger = held.length % readers.length;
    for (const partition of held) {
      const count = partition.owner === null ? undefined : taken.get(partition.owner);
      if (count === undefined || count > share) continue;
      if (count === share && larger === 0) continue;
      if (count === share) larger -= 1;
      give(partition, partition.owner!);
    }
    for (const partition of held) {
      if (targets.has(partition)) continue;
      const free = readers.filter((id) => taken.get(id)! <= share);
      // Fewest partitions of this topic first, then fewest overall, so that topics with one partition are distributed
      // too.
      free.sort((a, b) => taken.get(a)! - taken.get(b)! || load.get(a)! - load.get(b)! || (a < b ? -1 : 1));
      give(partition, free[0]!);
    }
  }
  return partitions.map((partition) => targets.get(partition) ?? null);
}
