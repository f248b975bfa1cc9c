import { PLATFORM_EVENTS, PLATFORM_VERTICAL } from '@lintel/contracts';
import { openSubjectData, readTrustedKeys, startApp, type RunningService } from '@lintel/service';
import { type ConsoleConfig } from './config';
import { ConsoleModule } from './console.module';
import { LiveChanges } from './live/live-changes';
import { TriedModels } from './try/tried-models';

const API = {
  title: 'Lintel console',
  description: 'Jobs, models, data, streams and drift of all verticals.',
  version: '1',
};

export function startConsole(config: ConsoleConfig): Promise<RunningService> {
  return startApp({
    vertical: PLATFORM_VERTICAL,
    name: 'console',
    api: API,
    config,
    events: PLATFORM_EVENTS,
    async open({ platform, stream, onClose, onStop }) {
      const subjects = await openSubjectData(PLATFORM_VERTICAL, platform, config);
      const live = new LiveChanges(config.DATABASE_URL);
      onClose(() => live.stop());
      onStop(() => live.dismiss());
      const tried = new TriedModels(platform.registry, readTrustedKeys(config.MODEL_TRUSTED_KEYS));
      onClose(() => tried.close());
      return ConsoleModule.with({ platform, stream, live, subjects, tried }, config, API);
    },
  });
}
