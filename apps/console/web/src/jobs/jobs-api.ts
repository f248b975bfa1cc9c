import { type JobPage, type NewJob } from '@lintel/console-contract';
import { type Job, type JobLogLine } from '@lintel/contracts';
import { request } from '@lintel/ui';
import { type JobsFilter } from '../addresses';

const JOBS = '/v1/jobs';
/** As many as the api gives at once. */
const MOST_LINES = 1_000;

export interface JobsQuery extends JobsFilter {
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}

export function fetchJobs({ status, kind, model, limit, cursor }: JobsQuery, signal: AbortSignal): Promise<JobPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (status !== undefined) query.set('status', status);
  if (kind !== undefined) query.set('kind', kind);
  if (model !== undefined) query.set('modelName', model);
  if (cursor !== undefined) query.set('cursor', cursor);
  return request<JobPage>(`${JOBS}?${query.toString()}`, { signal });
}

/** The newest jobs, so many pages of them as one. */
export async function fetchJobPages(
  filter: JobsFilter,
  { pages, pageSize }: { readonly pages: number; readonly pageSize: number },
  signal: AbortSignal,
): Promise<JobPage> {
  let whole = await fetchJobs({ ...filter, limit: pageSize }, signal);
  for (let page = 1; page < pages && whole.nextCursor !== null; page += 1) {
    const next = await fetchJobs({ ...filter, limit: pageSize, cursor: whole.nextCursor }, signal);
    whole = { items: [...whole.items, ...next.items], nextCursor: next.nextCursor };
  }
  return whole;
}

export function fetchJob(id: string, signal: AbortSignal): Promise<Job> {
  return request<Job>(`${JOBS}/${id}`, { signal });
}

/** @param after only lines of a higher sequence */
export async function fetchJobLog(id: string, after: number, signal: AbortSignal): Promise<readonly JobLogLine[]> {
  const { lines } = await request<{ lines: JobLogLine[] }>(`${JOBS}/${id}/log?after=${after}&limit=${MOST_LINES}`, {
    signal,
  });
  return lines;
}

export function createJob(job: NewJob): Promise<Job> {
  return request<Job>(JOBS, { method: 'POST', json: job });
}

export function cancelJob(id: string, by: string): Promise<Job> {
  return request<Job>(`${JOBS}/${id}/cancel`, { method: 'POST', json: { by } });
}

/** @returns the job that repeats it */
export function retryJob(id: string, by: string): Promise<Job> {
  return request<Job>(`${JOBS}/${id}/retry`, { method: 'POST', json: { by } });
}
