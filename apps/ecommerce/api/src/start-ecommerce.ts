import {
  createDatabase,
  installDeliveryTables,
  openEventStream,
  runMigrations,
  type DatabaseOptions,
} from '@lintel/data';
import { startService, useJsonLog, type RunningService } from '@lintel/service';
import { kafkaSettingsOf, type EcommerceConfig } from './config';
import { EcommerceModule } from './ecommerce.module';
import { EventRelay } from './events/event-relay';
import { LiveRecognitions } from './events/live-recognitions';
import { migrations } from './migrations';
import { ServedModel } from './model/served-model';
import { RecognitionRow } from './recognition/recognition-row';

const API = {
  title: 'Lintel e-commerce',
  description: 'Recognises products in pictures.',
  version: '1',
};

/** Migrates the database, opens the model where there is one and the stream, and serves. */
export async function startEcommerce(config: EcommerceConfig): Promise<RunningService> {
  useJsonLog(config.LOG_LEVEL);
  const kafka = kafkaSettingsOf(config);
  const options: DatabaseOptions = {
    url: config.DATABASE_URL,
    schema: 'ecommerce',
    entities: [RecognitionRow],
    migrations,
  };
  await runMigrations(options);
  const database = await createDatabase(options);
  await installDeliveryTables((work) => database.transaction(work));
  const model = await ServedModel.open(config.MODEL_DIR, { threads: config.MODEL_THREADS });
  const stream = openEventStream({ kafka, databaseUrl: config.DATABASE_URL });
  const relay = new EventRelay(stream, config.DATABASE_URL);
  const live = new LiveRecognitions(stream, relay.opened);
  const release = async (): Promise<void> => {
    await Promise.all([relay.stop(), live.stop()]);
    await stream.close();
    await model.close();
    await database.destroy();
  };
  const close = async (service: RunningService): Promise<void> => {
    live.dismiss();
    await service.close();
  };
  try {
    const module = EcommerceModule.with({ database, model, stream, live }, API);
    const service = await startService({ module, config, api: API });
    let closed: Promise<void> | undefined;
    return { url: service.url, close: () => (closed ??= close(service).finally(release)) };
  } catch (error) {
    await release();
    throw error;
  }
}
