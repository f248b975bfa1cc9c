import { driftPolicySchema } from '@lintel/contracts';
import {
  Alerts,
  DatasetVersions,
  DriftWindows,
  isDatabaseReachable,
  JobQueue,
  Labels,
  ModelRegistry,
  Schedules,
  type EventStream,
} from '@lintel/data';
import { EventsModule, HealthChecks, type ApiDescription, type Platform } from '@lintel/service';
import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { AlertsController } from './alerts/alerts.controller';
import { JobAlerts } from './alerts/job-alerts';
import { StreamAlerts } from './alerts/stream-alerts';
import { type ConsoleConfig } from './config';
import { DriftController } from './drift/drift.controller';
import { DriftWatch } from './drift/drift-watch';
import { JobsController } from './jobs/jobs.controller';
import { LiveController } from './live/live.controller';
import { LiveChanges } from './live/live-changes';
import { ModelsController } from './models/models.controller';
import { VersionsController } from './models/versions.controller';
import { OverviewController } from './overview/overview.controller';
import { OverviewService } from './overview/overview.service';
import { SchedulesController } from './schedules/schedules.controller';
import { STREAM, StreamsController } from './streams/streams.controller';

export interface ConsoleParts {
  readonly platform: Platform;
  readonly stream: EventStream;
  readonly live: LiveChanges;
}

const PLATFORM = Symbol('console.platform');

@Module({
  controllers: [
    OverviewController,
    JobsController,
    SchedulesController,
    DriftController,
    ModelsController,
    VersionsController,
    StreamsController,
    AlertsController,
    LiveController,
  ],
  providers: [OverviewService],
})
export class ConsoleModule {
  constructor(checks: HealthChecks, @Inject(PLATFORM) { database }: Platform) {
    checks.add('database', async () =>
      (await isDatabaseReachable(database)) ? { ready: true } : { ready: false, reason: 'It does not answer.' },
    );
  }

  static with({ platform, stream, live }: ConsoleParts, config: ConsoleConfig, api: ApiDescription): DynamicModule {
    const { database, registry, jobs, datasets, labels, driftWindows, alerts } = platform;
    const policy = driftPolicySchema.parse({ minimumExamples: config.DRIFT_MINIMUM_EXAMPLES });
    const drift = new DriftWatch(registry, driftWindows, alerts, { windowMs: config.DRIFT_WINDOW_MS, policy });
    return {
      module: ConsoleModule,
      imports: [EventsModule.forRoot({ stream, transact: (work) => database.transaction(work), sends: [], ...api })],
      providers: [
        { provide: PLATFORM, useValue: platform },
        { provide: ModelRegistry, useValue: registry },
        { provide: JobQueue, useValue: jobs },
        { provide: DatasetVersions, useValue: datasets },
        { provide: Labels, useValue: labels },
        { provide: DriftWindows, useValue: driftWindows },
        { provide: Alerts, useValue: alerts },
        { provide: Schedules, useValue: new Schedules(database) },
        { provide: DriftWatch, useValue: drift },
        { provide: JobAlerts, useValue: new JobAlerts(alerts) },
        { provide: StreamAlerts, useValue: new StreamAlerts(stream, alerts) },
        { provide: LiveChanges, useValue: live },
        { provide: STREAM, useValue: stream },
      ],
    };
  }
}
