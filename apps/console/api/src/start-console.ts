import { PLATFORM_EVENTS, PLATFORM_VERTICAL } from '@lintel/contracts';
import { openSubjectData, startApp, type RunningService } from '@lintel/service';
import { type ConsoleConfig } from './config';
import { ConsoleModule } from './console.module';
import { LiveChanges } from './live/live-changes';

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
      return ConsoleModule.with({ platform, stream, live, subjects }, config, API);
    },
  });
}
