import type { Job, JobLimits } from '@lintel/contracts';
import { availableParallelism } from 'node:os';
import type { ChildProgram } from './child-process';
import { runInChild } from './run-in-child';
import type { JobContext } from './running-attempt';

/**
 * Does a job in a process of its own (see `runInChild`), so that its limits hold, and whatever it does the trainer goes
 * on renewing its lease.
 * @throws as `runInChild`
 */
export function runJobInChild(job: Job, context: JobContext, program: ChildProgram): Promise<Record<string, unknown>> {
  const environment = { ...program.environment, ...threadsOf(job.limits) };
  return runInChild(job, context, { ...program, environment }, job.limits);
}

/** A machine may have fewer cores than the one where the job was asked for. */
function threadsOf({ cores }: JobLimits): Record<string, string> {
  const threads = String(Math.min(cores, availableParallelism()));
  return {
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: threads,
    LINTEL_THREADS: threads,
  };
}
