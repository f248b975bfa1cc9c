import { type Alert } from '@lintel/contracts';
import { request } from '@lintel/ui';

const ALERTS = '/v1/alerts';

export type AlertsShown = 'unresolved' | 'all';

export async function fetchAlerts(state: AlertsShown, signal: AbortSignal): Promise<readonly Alert[]> {
  const { items } = await request<{ items: Alert[] }>(`${ALERTS}?state=${state}&limit=200`, { signal });
  return items;
}

export function acknowledgeAlert(id: string, by: string, note: string): Promise<Alert> {
  const kept = note.trim();
  return request<Alert>(`${ALERTS}/${id}/acknowledge`, {
    method: 'POST',
    json: { by, ...(kept === '' ? {} : { note: kept }) },
  });
}

/** @param until null ends the silence */
export function silenceAlert(id: string, by: string, until: string | null): Promise<Alert> {
  return request<Alert>(`${ALERTS}/${id}/silence`, { method: 'POST', json: { by, until } });
}
