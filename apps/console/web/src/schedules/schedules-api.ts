import { type NewSchedule } from '@lintel/console-contract';
import { type Schedule } from '@lintel/contracts';
import { api } from '../api';

export async function fetchSchedules(signal: AbortSignal) {
  const { items } = await api.get('/v1/schedules', { signal });
  return items;
}

/** The next runs of a cron expression; at most five. */
export async function fetchNextRuns(cron: string, timeZone: string, signal: AbortSignal) {
  const { nextRuns } = await api.post('/v1/schedules/next-runs', { body: { cron, timeZone }, signal });
  return nextRuns;
}

export function createSchedule(body: NewSchedule) {
  return api.post('/v1/schedules', { body });
}

export function replaceSchedule(id: string, body: NewSchedule) {
  return api.put('/v1/schedules/{id}', { params: { path: { id } }, body });
}

export function deleteSchedule(id: string) {
  return api.delete('/v1/schedules/{id}', { params: { path: { id } } });
}

/** The fields of a schedule that can be saved. */
export function savedAgain(schedule: Schedule): NewSchedule {
  const { name, kind, modelName, parameters, cron, timeZone, missedRuns, enabled } = schedule;
  return { name, kind, modelName, parameters, cron, timeZone, missedRuns, enabled };
}
