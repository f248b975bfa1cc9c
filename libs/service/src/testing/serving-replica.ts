import { PLATFORM_EVENTS, type TaskId } from '@lintel/contracts';
import { type BatchingOptions } from '@lintel/core-ml';
import { openEventStream } from '@lintel/streams';
import { readTrustedKeys } from '../config/platform-config';
import { EventRelay } from '../events/event-relay';
import { startService } from '../lifecycle/start-service';
import { useJsonLog } from '../logging/json-log';
import { openPlatform } from '../platform/platform';
import { type AnyServedModel, ServedModel } from '../serving/served-model';
import { ServingModule } from '../serving/serving.module';
import { type TestModels } from './models';
import { openAccess } from './open-access';

export interface ServingReplica<Id extends TaskId = 'image-classification'> {
  readonly url: string;
  readonly model: ServedModel<Id>;
  close(): Promise<void>;
}

export interface ReplicaOptions<Id extends TaskId = 'image-classification'> {
  /** Default: `image-classification`. */
  readonly task?: Id;
  readonly databaseUrl: string;
  readonly models: TestModels;
  readonly modelName: string;
  /** Default: long enough that only the event announces a promotion. */
  readonly pollMs?: number;
  readonly batching?: BatchingOptions;
  /** Maximum bytes of a request of the inference protocol. */
  readonly maxInferenceBytes?: number;
}

/** Starts a service that serves only one model of the registry, with separate connections. */
export async function startServingReplica<Id extends TaskId = 'image-classification'>({
  task = 'image-classification' as Id,
  databaseUrl,
  models,
  modelName,
  pollMs = 600_000,
  batching,
  maxInferenceBytes,
}: ReplicaOptions<Id>): Promise<ServingReplica<Id>> {
  useJsonLog('fatal');
  const { ARTIFACT_DIR, MODEL_TRUSTED_KEYS } = models.environment;
  const platform = await openPlatform({ databaseUrl, artifacts: { folder: ARTIFACT_DIR }, poolSize: 2 });
  const stream = openEventStream({ databaseUrl });
  const relay = new EventRelay(stream, databaseUrl, PLATFORM_EVENTS);
  const model = await ServedModel.open<Id>({
    task,
    name: modelName,
    registry: platform.registry,
    jobs: platform.jobs,
    stream,
    opened: relay.opened,
    trustedKeys: readTrustedKeys(MODEL_TRUSTED_KEYS),
    pollMs,
    reportMs: 200,
    ...(batching === undefined ? {} : { batching }),
  });
  const limits = maxInferenceBytes === undefined ? {} : { MAX_INFERENCE_BYTES: maxInferenceBytes };
  const service = await startService({
    module: ServingModule.forRoot([model as unknown as AnyServedModel]),
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 5_000, ...limits },
    api: { title: 'a model', description: 'One model.', version: '1' },
    access: openAccess('shop'),
  });
  return {
    url: service.url,
    model,
    async close() {
      await service.close();
      await model.close();
      await relay.stop();
      await stream.close();
      await platform.close();
    },
  };
}
