import { type NewErasure } from '@lintel/contracts';
import { api } from '../api';

export function fetchSubject(vertical: string, subjectId: string) {
  return api.get('/v1/privacy/subjects', { params: { query: { vertical, subjectId } } });
}

export async function fetchErasures(signal: AbortSignal) {
  const { items } = await api.get('/v1/privacy/erasures', { signal });
  return items;
}

export function erase(body: NewErasure) {
  return api.post('/v1/privacy/erasures', { body });
}
