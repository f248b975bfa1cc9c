import { type DriftView } from '@lintel/console-contract';
import { request } from '@lintel/ui';

export function fetchDrift(modelName: string, hours: number, signal: AbortSignal): Promise<DriftView> {
  return request<DriftView>(`/v1/models/${encodeURIComponent(modelName)}/drift?hours=${hours}`, { signal });
}
