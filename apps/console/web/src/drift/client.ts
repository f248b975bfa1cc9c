import { api } from '../api';

export function fetchDrift(name: string, hours: number, signal: AbortSignal) {
  return api.get('/v1/models/{name}/drift', { params: { path: { name }, query: { hours } }, signal });
}
