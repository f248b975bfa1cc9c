import { createDatabase, runMigrations, type DatabaseOptions } from '@lintel/data';
import { startService, useJsonLog, type RunningService } from '@lintel/service';
import { type EcommerceConfig } from './config';
import { EcommerceModule } from './ecommerce.module';
import { migrations } from './migrations';
import { ServedModel } from './model/served-model';
import { RecognitionRow } from './recognition/recognition-row';

const API = {
  title: 'Lintel e-commerce',
  description: 'Recognises products in pictures.',
  version: '1',
};

/** Migrates the database, opens the model where there is one, and serves. */
export async function startEcommerce(config: EcommerceConfig): Promise<RunningService> {
  useJsonLog(config.LOG_LEVEL);
  const options: DatabaseOptions = {
    url: config.DATABASE_URL,
    schema: 'ecommerce',
    entities: [RecognitionRow],
    migrations,
  };
  await runMigrations(options);
  const database = await createDatabase(options);
  const model = await ServedModel.open(config.MODEL_DIR, { threads: config.MODEL_THREADS });
  const release = async (): Promise<void> => {
    await model.close();
    await database.destroy();
  };
  try {
    const module = EcommerceModule.with(database, model);
    const service = await startService({ module, config, api: API });
    let closed: Promise<void> | undefined;
    return { url: service.url, close: () => (closed ??= service.close().finally(release)) };
  } catch (error) {
    await release();
    throw error;
  }
}
