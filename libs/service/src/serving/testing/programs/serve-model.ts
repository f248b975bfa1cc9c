/**
 * `serve-model.ts '{"folder": …, "batching": {…}}'`: serves a model folder as a service does, from a registry in a
 * separate PostgreSQL. Prints its URL, and serves until it is stopped.
 */
import { PLATFORM_EVENTS } from '@lintel/contracts';
import { type BatchingOptions } from '@lintel/core-ml';
import { openEventStream } from '@lintel/streams';
import { startTestPostgres } from '@lintel/streams/testing/postgres';
import { readTrustedKeys } from '../../../config/platform-config';
import { EventRelay } from '../../../events/event-relay';
import { startService } from '../../../lifecycle/start-service';
import { useJsonLog } from '../../../logging/json-log';
import { openAccess } from '../../../testing/open-access';
import { prepareTestModels } from '../../../testing/models';
import { ServedModel } from '../../served-model';
import { ServingModule } from '../../serving.module';
import { untilStopped } from './until-stopped';

/** Errors are in the responses; an interrupted benchmark leaves requests in progress. */
const LOG_LEVEL = 'fatal';

interface Asked {
  readonly name: string;
  readonly folder: string;
  readonly batching: BatchingOptions;
}

async function main({ name, folder, batching }: Asked): Promise<void> {
  const stopped = untilStopped();
  useJsonLog(LOG_LEVEL);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const postgres = await startTestPostgres();
    closing.push(() => postgres.stop());
    const models = await prepareTestModels(postgres.url);
    closing.push(() => models.close());
    await models.serve(name, folder);
    const stream = openEventStream({ databaseUrl: postgres.url });
    closing.push(() => stream.close());
    const relay = new EventRelay(stream, postgres.url, PLATFORM_EVENTS);
    closing.push(() => relay.stop());
    const { registry, jobs } = models.platform;
    const trustedKeys = readTrustedKeys(models.environment.MODEL_TRUSTED_KEYS);
    const model = await ServedModel.open({
      task: 'image-classification',
      ...{ name, registry, jobs, stream, opened: relay.opened, trustedKeys, batching },
    });
    closing.push(() => model.close());
    const service = await startService({
      module: ServingModule.forRoot([model]),
      config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL, SHUTDOWN_TIMEOUT_MS: 1_000 },
      api: { title: 'Serving bench', description: 'One model.', version: '1' },
      access: openAccess('bench'),
    });
    closing.push(() => service.close());
    console.log(service.url);
    await stopped;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

main(JSON.parse(process.argv[2]!) as Asked).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
