import { PLATFORM_EVENTS } from '@lintel/contracts';
import { createDatabase, runMigrations, type DatabaseOptions } from '@lintel/data';
import { productPhotoReceived, productRecognised } from '@lintel/ecommerce-contract';
import { openSubjectData, readTrustedKeys, ServedModel, startApp, type RunningService } from '@lintel/service';
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

/** Migrates the database, opens the model if there is one and the stream, and serves. */
export async function startEcommerce(config: EcommerceConfig): Promise<RunningService> {
  const trustedKeys = readTrustedKeys(config.MODEL_TRUSTED_KEYS);
  return startApp({
    vertical: 'ecommerce',
    api: API,
    config,
    events: [productPhotoReceived, productRecognised, ...PLATFORM_EVENTS],
    poolSize: 4,
    async open({ platform, stream, relay, onClose, onStop }) {
      const options: DatabaseOptions = {
        url: config.DATABASE_URL,
        schema: 'ecommerce',
        entities: [RecognitionRow],
        migrations,
      };
      await runMigrations(options);
      const database = await createDatabase(options);
      onClose(() => database.destroy());
      const subjects = await openSubjectData('ecommerce', platform, config);
      const live = new LiveRecognitions(stream, relay.opened);
      onClose(() => live.stop());
      onStop(() => live.dismiss());
      const model = await ServedModel.open({
        task: 'image-classification',
        name: RECOGNISER,
        registry: platform.registry,
        jobs: platform.jobs,
        stream,
        opened: relay.opened,
        trustedKeys,
        threads: config.MODEL_THREADS,
      });
      onClose(() => model.close());
      return EcommerceModule.with({ database, platform, model, stream, live, subjects }, API);
    },
  });
}
