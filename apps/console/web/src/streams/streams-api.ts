import { type Settled } from '@lintel/console-contract';
import { type DeadLetterSummary, type DeadLetterView, type StreamOverview } from '@lintel/contracts';
import { request } from '@lintel/ui';

const LETTERS = '/v1/dead-letters';
const MOST_LETTERS = '500';

const lettersOf = (group: string): string => `${LETTERS}/${encodeURIComponent(group)}`;

export function fetchStreams(signal: AbortSignal): Promise<StreamOverview> {
  return request<StreamOverview>('/v1/stream-overview', { signal });
}

/** @param all those that were replayed or discarded as well */
export async function fetchDeadLetters(
  group: string,
  all: boolean,
  signal: AbortSignal,
): Promise<readonly DeadLetterSummary[]> {
  const query = new URLSearchParams({ group, all: String(all), limit: MOST_LETTERS });
  const { items } = await request<{ items: DeadLetterSummary[] }>(`${LETTERS}?${query.toString()}`, { signal });
  return items;
}

export function fetchDeadLetter(group: string, offset: number, signal: AbortSignal): Promise<DeadLetterView> {
  return request<DeadLetterView>(`${lettersOf(group)}/${offset}`, { signal });
}

/** @param value goes back instead of what failed; absent: as it was */
export function replayLetter(group: string, offset: number, by: string, value?: string): Promise<Settled> {
  return request<Settled>(`${lettersOf(group)}/${offset}/replay`, {
    method: 'POST',
    json: { by, ...(value === undefined ? {} : { value }) },
  });
}

export function discardLetter(group: string, offset: number, by: string): Promise<Settled> {
  return request<Settled>(`${lettersOf(group)}/${offset}/discard`, { method: 'POST', json: { by } });
}

export function replayAll(group: string, by: string): Promise<Settled> {
  return request<Settled>(`${lettersOf(group)}/replay-all`, { method: 'POST', json: { by } });
}

export function discardAll(group: string, by: string): Promise<Settled> {
  return request<Settled>(`${lettersOf(group)}/discard-all`, { method: 'POST', json: { by } });
}
