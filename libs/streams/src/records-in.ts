import type { PartitionRange } from './event-stream';

/** Number of retained records of a topic. */
export function recordsIn(partitions: readonly PartitionRange[]): number {
  return partitions.reduce((sum, { low, high }) => sum + high - low, 0);
}
