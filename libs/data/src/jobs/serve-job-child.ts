import { jobSchema, type Job } from '@lintel/contracts';
import { serveChild, type ServedContext } from './serve-child';

export type JobHandler = (job: Job, context: ServedContext) => Promise<Record<string, unknown>>;

/**
 * The child's side of `runJobInChild`.
 * @throws LintelError INVALID_CONFIGURATION in a process that was not started by a trainer
 */
export function serveJobChild(handler: JobHandler): void {
  serveChild((order) => jobSchema.parse(order), handler);
}
