import { type Challenge, type Policies, type Promote } from '@lintel/console-contract';
import { api } from '../api';
import { createJob } from '../jobs/jobs-api';

/** The models of the api, as the pages call them. */

const ofModel = (name: string) => ({ params: { path: { name } } });

export async function fetchModels(signal: AbortSignal) {
  const { items } = await api.get('/v1/models', { signal });
  return items;
}

export function fetchModel(name: string, signal: AbortSignal) {
  return api.get('/v1/models/{name}', { ...ofModel(name), signal });
}

export function fetchVersion(id: string, signal: AbortSignal) {
  return api.get('/v1/versions/{id}', { params: { path: { id } }, signal });
}

/** If two people must agree, `approval` is the waiting request, and nothing else has changed. */
export function promote(name: string, body: Promote) {
  return api.post('/v1/models/{name}/promote', { ...ofModel(name), body });
}

/** A person's reason for a change. */
export interface Said {
  readonly reason?: string;
}

export function rollBack(name: string, body: Said & { readonly expectedChampion: string | null }) {
  return api.post('/v1/models/{name}/roll-back', { ...ofModel(name), body });
}

export function withdraw(name: string, body: Said) {
  return api.post('/v1/models/{name}/withdraw', { ...ofModel(name), body });
}

export function challenge(name: string, body: Challenge) {
  return api.post('/v1/models/{name}/challenge', { ...ofModel(name), body });
}

export function changePolicies(name: string, body: Policies) {
  return api.put('/v1/models/{name}/policies', { ...ofModel(name), body });
}

/** Evaluates a version again, and judges it against the current champion. */
export function evaluateAgain(modelName: string, versionId: string) {
  return createJob({ kind: 'evaluate', modelName, parameters: { versionId } });
}
