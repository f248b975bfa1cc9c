import { childJob, childOptions } from '../child-request';
import { runJobInChild } from '../../child-job';

/** A trainer that waits for its job's process, until it is killed. */
const { file } = JSON.parse(process.argv[2]!) as { file: string };
const quiet = (): void => undefined;
const { signal } = new AbortController();
void runJobInChild(childJob(file), { signal, attempt: 1, report: quiet, epoch: quiet, log: quiet }, childOptions);
