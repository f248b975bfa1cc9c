import { api } from '../api';

export function fetchComparison(versionIds: readonly string[], signal: AbortSignal) {
  return api.get('/v1/comparisons', { params: { query: { versions: versionIds.join(',') } }, signal });
}
