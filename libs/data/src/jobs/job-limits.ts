import type { JobKind, JobLimits } from '@lintel/contracts';
import { availableParallelism } from 'node:os';

/**
 * What an attempt may use where nobody said otherwise.
 * @param cores of the machine
 */
export function defaultLimits(kind: JobKind, cores = availableParallelism()): JobLimits {
  // Training is waited for; the others must leave room for it.
  if (kind === 'train') return { memoryMiB: 4_096, cores, seconds: 6 * 3_600 };
  return { memoryMiB: 2_048, cores: 1, seconds: 3_600 };
}
