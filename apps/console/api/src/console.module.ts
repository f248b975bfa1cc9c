import { driftPolicySchema, subjectErasureRequested } from '@lintel/contracts';
import {
  Alerts,
  Approvals,
  AuditTrail,
  DataSource,
  DatasetVersions,
  DriftWindows,
  Erasures,
  isDatabaseReachable,
  JobQueue,
  Labels,
  ModelRegistry,
  RecordSeal,
  Schedules,
} from '@lintel/data';
import { type EventStream } from '@lintel/streams';
import { EventsModule, HealthChecks, type ApiDescription, type Platform, type SubjectData } from '@lintel/service';
import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module';
import { AlertsController } from './alerts/alerts.controller';
import { ApprovalsController } from './approvals/approvals.controller';
import { AuditController } from './audit/audit.controller';
import { JobAlerts } from './alerts/job-alerts';
import { StreamAlerts } from './alerts/stream-alerts';
import { type ConsoleConfig } from './config';
import { DriftController } from './drift/drift.controller';
import { DriftWatch } from './drift/drift-watch';
import { JobMetrics } from './jobs/job-metrics';
import { JobsController } from './jobs/jobs.controller';
import { LiveController } from './live/live.controller';
import { LiveChanges } from './live/live-changes';
import { DatasetExamplesController } from './models/dataset-examples.controller';
import { ModelsController } from './models/models.controller';
import { LabelPictures, LabelPicturesController } from './models/label-pictures.controller';
import { VersionsController } from './models/versions.controller';
import { OverviewController } from './overview/overview.controller';
import { OverviewService } from './overview/overview.service';
import { ErasureReports } from './privacy/erasure-reports';
import { PrivacyController } from './privacy/privacy.controller';
import { SchedulesController } from './schedules/schedules.controller';
import { STREAM, StreamsController } from './streams/streams.controller';
import { TriedModels } from './try/tried-models';
import { TryController } from './try/try.controller';

export interface ConsoleParts {
  readonly platform: Platform;
  readonly stream: EventStream;
  readonly live: LiveChanges;
  readonly subjects: SubjectData;
  readonly tried: TriedModels;
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
    TryController,
    LabelPicturesController,
    DatasetExamplesController,
    StreamsController,
    AlertsController,
    PrivacyController,
    AuditController,
    ApprovalsController,
    LiveController,
  ],
  providers: [OverviewService, ErasureReports, JobMetrics],
})
export class ConsoleModule {
  constructor(checks: HealthChecks, @Inject(PLATFORM) { database }: Platform) {
    checks.add('database', async () =>
      (await isDatabaseReachable(database)) ? { ready: true } : { ready: false, reason: 'It does not answer.' },
    );
  }

  static with(
    { platform, stream, live, subjects, tried }: ConsoleParts,
    config: ConsoleConfig,
    api: ApiDescription,
  ): DynamicModule {
    const { database, registry, jobs, datasets, labels, driftWindows, alerts } = platform;
    const policy = driftPolicySchema.parse({ minimumExamples: config.DRIFT_MINIMUM_EXAMPLES });
    const drift = new DriftWatch(registry, driftWindows, alerts, { windowMs: config.DRIFT_WINDOW_MS, policy });
    return {
      module: ConsoleModule,
      imports: [
        AccountsModule.with(platform.identity),
        EventsModule.forRoot({
          stream,
          transact: (work) => database.transaction(work),
          sends: [subjectErasureRequested],
          ...api,
        }),
      ],
      providers: [
        { provide: PLATFORM, useValue: platform },
        { provide: DataSource, useValue: database },
        { provide: AuditTrail, useValue: platform.audit },
        { provide: Approvals, useValue: platform.approvals },
        { provide: ModelRegistry, useValue: registry },
        { provide: JobQueue, useValue: jobs },
        { provide: DatasetVersions, useValue: datasets },
        { provide: Labels, useValue: labels },
        { provide: LabelPictures, useValue: new LabelPictures(database, platform.artifacts, subjects.vault.keys) },
        { provide: DriftWindows, useValue: driftWindows },
        { provide: Alerts, useValue: alerts },
        { provide: Schedules, useValue: new Schedules(database) },
        { provide: DriftWatch, useValue: drift },
        { provide: JobAlerts, useValue: new JobAlerts(alerts, jobs) },
        { provide: StreamAlerts, useValue: new StreamAlerts(stream, alerts, database) },
        { provide: Erasures, useValue: new Erasures(database, subjects.vault.keys) },
        { provide: LiveChanges, useValue: live },
        { provide: TriedModels, useValue: tried },
        { provide: STREAM, useValue: stream },
        { provide: RecordSeal, useValue: new RecordSeal(subjects.vault.keys) },
      ],
    };
  }
}
