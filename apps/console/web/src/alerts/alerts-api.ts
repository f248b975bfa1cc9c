import { api } from '../api';

const MOST_ALERTS = 200;

export type AlertsShown = 'unresolved' | 'all';

export async function fetchAlerts(state: AlertsShown, signal: AbortSignal) {
  const { items } = await api.get('/v1/alerts', { params: { query: { state, limit: MOST_ALERTS } }, signal });
  return items;
}

export function acknowledgeAlert(id: string, note: string) {
  const kept = note.trim();
  const body = kept === '' ? {} : { note: kept };
  return api.post('/v1/alerts/{id}/acknowledge', { params: { path: { id } }, body });
}

/** @param until null ends the silence */
export function silenceAlert(id: string, until: string | null) {
  return api.post('/v1/alerts/{id}/silence', { params: { path: { id } }, body: { until } });
}
