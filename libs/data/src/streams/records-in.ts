import type { PartitionRange } from './event-stream';

/** How many records a topic still keeps. */
export function recordsIn(partitions: readonly PartitionRange[]): number {
  return partitions.reduce((sum, { low, high }) => sum + high - low, 0);
}
