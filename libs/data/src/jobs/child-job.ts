import type { Job, JobLimits } from '@lintel/contracts';
import { availableParallelism } from 'node:os';
import type { ChildProgram } from './child-process';
import { runInChild } from './run-in-child';
import type { JobContext } from './running-attempt';

/**
 * Runs a job in a separate process (see `runInChild`), so that its limits are enforced and the trainer keeps renewing
 * the lease whatever the job does.
 * @throws like `runInChild`
 */
export function runJobInChild(job: Job, context: JobContext, program: ChildProgram): Promise<Record<string, unknown>> {
  const environment = { ...program.environment, ...threadsOf(job.limits) };
  return runInChild(job, context, { ...program, environment }, job.limits);
}

/** This machine may have fewer cores than the one that requested the job. */
function threadsOf({ cores }: JobLimits): Record<string, string> {
  const threads = String(Math.min(cores, availableParallelism()));
  return {
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: threads,
    LINTEL_THREADS: threads,
  };
}
