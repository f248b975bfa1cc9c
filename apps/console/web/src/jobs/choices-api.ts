import { type ModelDetail } from '@lintel/console-contract';
import { type DatasetVersion, type ModelVersionSummary, type RegisteredModel } from '@lintel/contracts';
import { request } from '@lintel/ui';

/** What the form of a job lets one choose from. */

export async function fetchModels(signal: AbortSignal): Promise<readonly RegisteredModel[]> {
  const { items } = await request<{ items: RegisteredModel[] }>('/v1/models', { signal });
  return items;
}

export interface ModelChoices {
  /** Newest first. */
  readonly versions: readonly ModelVersionSummary[];
  readonly datasets: readonly DatasetVersion[];
}

export async function fetchModelChoices(modelName: string, signal: AbortSignal): Promise<ModelChoices> {
  const [{ versions }, { items: datasets }] = await Promise.all([
    request<ModelDetail>(`/v1/models/${modelName}`, { signal }),
    request<{ items: DatasetVersion[] }>(`/v1/models/${modelName}/datasets`, { signal }),
  ]);
  return { versions, datasets };
}
