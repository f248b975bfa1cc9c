import type { JobKind, JobLimits } from '@lintel/contracts';
import { availableParallelism } from 'node:os';

/**
 * The default limits of an attempt.
 * @param cores of the machine
 */
export function defaultLimits(kind: JobKind, cores = availableParallelism()): JobLimits {
  // People wait for training; other jobs must leave resources for it.
  if (kind === 'train') return { memoryMiB: 4_096, cores, seconds: 6 * 3_600 };
  return { memoryMiB: 2_048, cores: 1, seconds: 3_600 };
}
