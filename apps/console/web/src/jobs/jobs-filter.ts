import { type JobKind, type JobStatus } from '@lintel/contracts';
import { type JobsFilter } from '../addresses';

export const jobStatusNames: readonly JobStatus[] = [
  'queued',
  'active',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
];
export const jobKindNames: readonly JobKind[] = ['train', 'evaluate', 'backfill', 'retain'];

/** A filter that the api accepts. */
export interface ReadJobsFilter extends JobsFilter {
  readonly status?: JobStatus;
  readonly kind?: JobKind;
}

/** The filter in an address; values that the api would reject are omitted. */
export function readJobsFilter(parameters: URLSearchParams): ReadJobsFilter {
  const status = jobStatusNames.find((name) => name === parameters.get('status'));
  const kind = jobKindNames.find((name) => name === parameters.get('kind'));
  const model = parameters.get('model');
  return {
    ...(status === undefined ? {} : { status }),
    ...(kind === undefined ? {} : { kind }),
    ...(model === null || model === '' ? {} : { model }),
  };
}
