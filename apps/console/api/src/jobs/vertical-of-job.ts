import { verticalOfModel, type JobKind } from '@lintel/contracts';
import { type ModelRegistry } from '@lintel/data';

/**
 * The vertical whose trainers run a job. Retention applies to a whole vertical: its jobs name no model of the registry.
 * @throws LintelError NOT_FOUND (the model)
 */
export async function verticalOfJob(
  registry: ModelRegistry,
  { kind, modelName }: { readonly kind: JobKind; readonly modelName: string },
): Promise<string> {
  if (kind === 'retain') return verticalOfModel(modelName);
  return (await registry.model(modelName)).vertical;
}
