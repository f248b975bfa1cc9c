import { PLATFORM_EVENTS } from '@lintel/contracts';
import { createDatabase, openEventStream, runMigrations, type DatabaseOptions } from '@lintel/data';
import { productPhotoReceived, productRecognised } from '@lintel/ecommerce-contract';
import {
  artifactSettingsOf,
  EventRelay,
  kafkaSettingsOf,
  openPlatform,
  readTrustedKeys,
  ServedModel,
  startService,
  useJsonLog,
  type RunningService,
} from '@lintel/service';
import { type EcommerceConfig } from './config';
import { EcommerceModule } from './ecommerce.module';
import { LiveRecognitions } from './events/live-recognitions';
import { migrations } from './migrations';
import { RECOGNISER } from './model/recogniser';
import { RecognitionRow } from './recognition/recognition-row';

const API = {
  title: 'Lintel e-commerce',
  description: 'Recognises products in pictures.',
  version: '1',
};
const EVENTS = [productPhotoReceived, productRecognised, ...PLATFORM_EVENTS];

/** Migrates the database, opens the model where there is one and the stream, and serves. */
export async function startEcommerce(config: EcommerceConfig): Promise<RunningService> {
  useJsonLog(config.LOG_LEVEL);
  const kafka = kafkaSettingsOf(config);
  const trustedKeys = readTrustedKeys(config.MODEL_TRUSTED_KEYS);
  const artifacts = artifactSettingsOf(config);
  const options: DatabaseOptions = {
    url: config.DATABASE_URL,
    schema: 'ecommerce',
    entities: [RecognitionRow],
    migrations,
  };
  await runMigrations(options);
  // What is open is closed in the opposite order, whether the start fails or the service stops.
  const closing: (() => Promise<unknown>)[] = [];
  const release = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const platform = await openPlatform({ databaseUrl: config.DATABASE_URL, artifacts, poolSize: 4 });
    closing.push(() => platform.close());
    const database = await createDatabase(options);
    closing.push(() => database.destroy());
    const stream = openEventStream({ kafka, databaseUrl: config.DATABASE_URL });
    closing.push(() => stream.close());
    const relay = new EventRelay(stream, config.DATABASE_URL, EVENTS);
    const live = new LiveRecognitions(stream, relay.opened);
    closing.push(() => Promise.all([relay.stop(), live.stop()]));
    const { registry, jobs } = platform;
    const model = await ServedModel.open({
      name: RECOGNISER,
      registry,
      jobs,
      stream,
      opened: relay.opened,
      trustedKeys,
      threads: config.MODEL_THREADS,
    });
    closing.push(() => model.close());

    const module = EcommerceModule.with({ database, platform, model, stream, live }, API);
    const service = await startService({ module, config, api: API });
    const close = async (): Promise<void> => {
      live.dismiss();
      await service.close();
    };
    let closed: Promise<void> | undefined;
    return { url: service.url, close: () => (closed ??= close().finally(release)) };
  } catch (error) {
    await release();
    throw error;
  }
}
