import { type Comparison } from '@lintel/console-contract';
import { request } from '@lintel/ui';

export function fetchComparison(versionIds: readonly string[], signal: AbortSignal): Promise<Comparison> {
  const query = new URLSearchParams({ versions: versionIds.join(',') });
  return request<Comparison>(`/v1/comparisons?${query.toString()}`, { signal });
}
