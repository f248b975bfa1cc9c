import { type Challenge, type ModelDetail, type Policies, type Promote } from '@lintel/console-contract';
import { type Job, type ModelVersion, type RegisteredModel } from '@lintel/contracts';
import { request } from '@lintel/ui';

/** The models of the api, as the pages call them. */

const MODELS = '/v1/models';
const modelAt = (name: string): string => `${MODELS}/${encodeURIComponent(name)}`;

export async function fetchModels(signal: AbortSignal): Promise<readonly RegisteredModel[]> {
  const { items } = await request<{ readonly items: RegisteredModel[] }>(MODELS, { signal });
  return items;
}

export function fetchModel(name: string, signal: AbortSignal): Promise<ModelDetail> {
  return request<ModelDetail>(modelAt(name), { signal });
}

export function fetchVersion(id: string, signal: AbortSignal): Promise<ModelVersion> {
  return request<ModelVersion>(`/v1/versions/${encodeURIComponent(id)}`, { signal });
}

export function promote(modelName: string, json: Promote): Promise<ModelDetail> {
  return request<ModelDetail>(`${modelAt(modelName)}/promote`, { method: 'POST', json });
}

/** What a person says of a change. */
export interface Said {
  readonly by: string;
  readonly reason?: string;
}

export function rollBack(
  modelName: string,
  json: Said & { readonly expectedChampion: string | null },
): Promise<ModelDetail> {
  return request<ModelDetail>(`${modelAt(modelName)}/roll-back`, { method: 'POST', json });
}

export function withdraw(modelName: string, json: Said): Promise<ModelDetail> {
  return request<ModelDetail>(`${modelAt(modelName)}/withdraw`, { method: 'POST', json });
}

export function challenge(modelName: string, json: Challenge): Promise<ModelDetail> {
  return request<ModelDetail>(`${modelAt(modelName)}/challenge`, { method: 'POST', json });
}

export function changePolicies(modelName: string, json: Policies): Promise<ModelDetail> {
  return request<ModelDetail>(`${modelAt(modelName)}/policies`, { method: 'PUT', json });
}

/** Measures a version anew, and judges it against the present champion. */
export function evaluateAgain(modelName: string, versionId: string, by: string): Promise<Job> {
  return request<Job>('/v1/jobs', {
    method: 'POST',
    json: { kind: 'evaluate', modelName, parameters: { versionId }, by },
  });
}
