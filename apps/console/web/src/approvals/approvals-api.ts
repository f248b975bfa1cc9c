import { api } from '../api';

export type ApprovalsShown = 'waiting' | 'all';

export async function fetchApprovals(state: ApprovalsShown, signal: AbortSignal) {
  const { items } = await api.get('/v1/approvals', { params: { query: { state } }, signal });
  return items;
}

/** `take-back`: the requester withdraws it. */
export type Decision = 'approve' | 'reject' | 'take-back';

/** @returns the new state: an approval whose action could not be done is `failed` */
export function decide(id: string, decision: Decision, note: string) {
  const kept = note.trim();
  const input = { params: { path: { id } }, body: kept === '' ? {} : { note: kept } };
  return decision === 'approve'
    ? api.post('/v1/approvals/{id}/approve', input)
    : api.post('/v1/approvals/{id}/reject', input);
}
