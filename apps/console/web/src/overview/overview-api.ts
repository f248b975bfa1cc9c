import { type Overview } from '@lintel/console-contract';
import { type Alert, type Job } from '@lintel/contracts';
import { fetchAlerts } from '../alerts/alerts-api';
import { api } from '../api';
import { fetchJobs } from '../jobs/jobs-api';

const MOST_JOBS = 5;

export interface Situation {
  readonly overview: Overview;
  /** Running jobs. */
  readonly jobs: readonly Job[];
  /** Alerts that are neither acknowledged nor silenced. */
  readonly alerts: readonly Alert[];
}

export async function fetchSituation(signal: AbortSignal): Promise<Situation> {
  const [overview, { items: jobs }, alerts] = await Promise.all([
    api.get('/v1/overview', { signal }),
    fetchJobs({ status: 'active', limit: MOST_JOBS }, signal),
    fetchAlerts('unresolved', signal),
  ]);
  return { overview, jobs, alerts: alerts.filter(({ state, silenced }) => state === 'open' && !silenced) };
}
