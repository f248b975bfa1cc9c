import { type DatasetVersion, type ModelVersionSummary } from '@lintel/contracts';
import { fetchDatasets } from '../datasets/client';
import { fetchModel } from '../models/client';

/** The options of the job form. */
export interface ModelChoices {
  /** Newest first. */
  readonly versions: readonly ModelVersionSummary[];
  readonly datasets: readonly DatasetVersion[];
}

export async function fetchModelChoices(modelName: string, signal: AbortSignal): Promise<ModelChoices> {
  const [{ versions }, datasets] = await Promise.all([fetchModel(modelName, signal), fetchDatasets(modelName, signal)]);
  return { versions, datasets };
}
