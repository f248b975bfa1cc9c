import type { Job, JobLimits } from '@lintel/contracts';
import { join } from 'node:path';
import type { ChildProgram } from '../child-process';

/** A job for the program `child`, whose behaviour is selected by the model name. */
export function childJob(modelName: string, limits: Partial<JobLimits> = {}): Job {
  return {
    id: '0199d5f2-0000-7000-8000-000000000001',
    kind: 'train',
    vertical: 'shop',
    modelName,
    parameters: { examples: 7 },
    status: 'active',
    attempt: 2,
    maxAttempts: 3,
    progress: null,
    curve: [],
    search: null,
    result: null,
    error: null,
    requestedBy: 'Ada',
    reason: 'person',
    retryOf: null,
    worker: 'trainer-1',
    limits: { memoryMiB: 2_000, cores: 1, seconds: 60, ...limits },
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    endedAt: null,
  };
}

export const childOptions: ChildProgram = {
  script: join(__dirname, 'programs/child.ts'),
  environment: { ...process.env, GREETING: 'hello' },
  execArgv: ['--conditions=@lintel/source', '--require', join(__dirname, '../../../../../typescript-register.cjs')],
  graceMs: 500,
};
