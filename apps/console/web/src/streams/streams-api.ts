import { api } from '../api';

const MOST_LETTERS = 500;

export function fetchStreams(signal: AbortSignal) {
  return api.get('/v1/stream-overview', { signal });
}

/** @param all including replayed and discarded ones */
export async function fetchDeadLetters(group: string, all: boolean, signal: AbortSignal) {
  const query = { group, all: String(all), limit: MOST_LETTERS };
  const { items } = await api.get('/v1/dead-letters', { params: { query }, signal });
  return items;
}

export function fetchDeadLetter(group: string, offset: number, signal: AbortSignal) {
  return api.get('/v1/dead-letters/{group}/{offset}', { params: { path: { group, offset } }, signal });
}

/** @param value sent instead of the original; absent: unchanged */
export function replayLetter(group: string, offset: number, value?: string) {
  const body = value === undefined ? {} : { value };
  return api.post('/v1/dead-letters/{group}/{offset}/replay', { params: { path: { group, offset } }, body });
}

export function discardLetter(group: string, offset: number) {
  return api.post('/v1/dead-letters/{group}/{offset}/discard', { params: { path: { group, offset } } });
}

export function replayAll(group: string) {
  return api.post('/v1/dead-letters/{group}/replay-all', { params: { path: { group } } });
}

export function discardAll(group: string) {
  return api.post('/v1/dead-letters/{group}/discard-all', { params: { path: { group } } });
}
