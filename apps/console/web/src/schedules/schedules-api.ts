import { type NewSchedule } from '@lintel/console-contract';
import { type Schedule } from '@lintel/contracts';
import { request } from '@lintel/ui';

const SCHEDULES = '/v1/schedules';

export async function fetchSchedules(signal: AbortSignal): Promise<readonly Schedule[]> {
  const { items } = await request<{ items: Schedule[] }>(SCHEDULES, { signal });
  return items;
}

/** When a cron line would fall due next; at most five. */
export async function fetchNextRuns(cron: string, timeZone: string, signal: AbortSignal): Promise<readonly string[]> {
  const { nextRuns } = await request<{ nextRuns: string[] }>(`${SCHEDULES}/next-runs`, {
    method: 'POST',
    json: { cron, timeZone },
    signal,
  });
  return nextRuns;
}

export function createSchedule(schedule: NewSchedule): Promise<Schedule> {
  return request<Schedule>(SCHEDULES, { method: 'POST', json: schedule });
}

export function replaceSchedule(id: string, schedule: NewSchedule): Promise<Schedule> {
  return request<Schedule>(`${SCHEDULES}/${id}`, { method: 'PUT', json: schedule });
}

export async function deleteSchedule(id: string): Promise<void> {
  await request(`${SCHEDULES}/${id}`, { method: 'DELETE' });
}

/** What of a schedule can be saved again. */
export function savedAgain(schedule: Schedule, by: string): NewSchedule {
  const { name, kind, modelName, parameters, cron, timeZone, missedRuns, enabled } = schedule;
  return { name, kind, modelName, parameters, cron, timeZone, missedRuns, enabled, by };
}
