import { type JobPage, type NewJob } from '@lintel/console-contract';
import { api } from '../api';
import { type ReadJobsFilter } from './jobs-filter';

export interface JobsQuery extends ReadJobsFilter {
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string;
}

export function fetchJobs({ model, ...rest }: JobsQuery, signal: AbortSignal) {
  const query = { ...rest, ...(model === undefined ? {} : { modelName: model }) };
  return api.get('/v1/jobs', { params: { query }, signal });
}

/** The newest jobs: the given number of pages as one. */
export async function fetchJobPages(
  filter: ReadJobsFilter,
  { pages, pageSize }: { readonly pages: number; readonly pageSize: number },
  signal: AbortSignal,
): Promise<JobPage> {
  let whole: JobPage = await fetchJobs({ ...filter, limit: pageSize }, signal);
  for (let page = 1; page < pages && whole.nextCursor !== null; page += 1) {
    const next: JobPage = await fetchJobs({ ...filter, limit: pageSize, cursor: whole.nextCursor }, signal);
    whole = { items: [...whole.items, ...next.items], nextCursor: next.nextCursor };
  }
  return whole;
}

export function fetchJob(id: string, signal: AbortSignal) {
  return api.get('/v1/jobs/{id}', { params: { path: { id } }, signal });
}

/** @param after only lines with a higher sequence number */
export async function fetchJobLog(id: string, after: number, signal: AbortSignal) {
  const { lines } = await api.get('/v1/jobs/{id}/log', { params: { path: { id }, query: { after } }, signal });
  return lines;
}

export function createJob(body: NewJob) {
  return api.post('/v1/jobs', { body });
}

export function cancelJob(id: string) {
  return api.post('/v1/jobs/{id}/cancel', { params: { path: { id } } });
}

/** @returns the job that repeats it */
export function retryJob(id: string) {
  return api.post('/v1/jobs/{id}/retry', { params: { path: { id } } });
}
