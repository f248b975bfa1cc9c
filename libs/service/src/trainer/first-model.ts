import { type Platform } from '../platform/platform';
import { type TrainableModel } from './trainable-model';

/** Asks for the first training of every model that has no version and never had a job. */
export async function requestFirstModels(
  { database, jobs, registry }: Pick<Platform, 'database' | 'jobs' | 'registry'>,
  vertical: string,
  models: readonly TrainableModel[],
): Promise<void> {
  for (const { name } of models) {
    await database.transaction(async (transaction) => {
      // Trainers that start at once ask one after another.
      await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.first-model ' || $1, 0))", [name]);
      const { versions } = await registry.model(name);
      const { items } = await jobs.list({ modelName: name, kind: 'train', limit: 1 });
      if (versions > 0 || items.length > 0) return;
      const request = { kind: 'train', vertical, modelName: name, parameters: {} } as const;
      await jobs.enqueue({ ...request, requestedBy: 'first start', reason: 'first-model' }, transaction);
    });
  }
}
