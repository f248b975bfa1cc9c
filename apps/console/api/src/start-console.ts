import { PLATFORM_EVENTS } from '@lintel/contracts';
import { openEventStream } from '@lintel/data';
import {
  artifactSettingsOf,
  EventRelay,
  kafkaSettingsOf,
  openPlatform,
  startService,
  useJsonLog,
  type RunningService,
} from '@lintel/service';
import { type ConsoleConfig } from './config';
import { ConsoleModule } from './console.module';
import { LiveChanges } from './live/live-changes';

const API = {
  title: 'Lintel console',
  description: 'Jobs, models, data, streams and drift of all verticals.',
  version: '1',
};

export async function startConsole(config: ConsoleConfig): Promise<RunningService> {
  useJsonLog(config.LOG_LEVEL);
  const kafka = kafkaSettingsOf(config);
  const platform = await openPlatform({ databaseUrl: config.DATABASE_URL, artifacts: artifactSettingsOf(config) });
  const stream = openEventStream({ kafka, databaseUrl: config.DATABASE_URL });
  const relay = new EventRelay(stream, config.DATABASE_URL, PLATFORM_EVENTS);
  const live = new LiveChanges(config.DATABASE_URL);
  const release = async (): Promise<void> => {
    await Promise.all([relay.stop(), live.stop()]);
    await stream.close();
    await platform.close();
  };
  try {
    const module = ConsoleModule.with({ platform, stream, live }, config, API);
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
