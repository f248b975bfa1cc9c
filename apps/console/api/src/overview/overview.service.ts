import { type Overview } from '@lintel/console-contract';
import { headlinesOf, type RegisteredModel } from '@lintel/contracts';
import { Alerts, DriftWindows, JobQueue, ModelRegistry } from '@lintel/data';
import { streamOverview, type EventStream } from '@lintel/streams';
import { permittedVerticals } from '@lintel/service';
import { Inject, Injectable } from '@nestjs/common';
import { overviewWithin } from '../streams/overview-within';
import { STREAM } from '../streams/streams.controller';

const DAY_MS = 24 * 3_600_000;

@Injectable()
export class OverviewService {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly windows: DriftWindows,
    private readonly jobs: JobQueue,
    private readonly alerts: Alerts,
    @Inject(STREAM) private readonly stream: EventStream,
  ) {}

  /** Only for the verticals that the caller may see. */
  async now(): Promise<Overview> {
    const seen = permittedVerticals('models:read');
    const [all, jobs, open, streams] = await Promise.all([
      this.registry.models(),
      this.jobs.counts(new Date(Date.now() - DAY_MS), permittedVerticals('jobs:read')),
      this.alerts.list({ state: 'unresolved', limit: 200, verticals: permittedVerticals('alerts:read') }),
      this.streams(permittedVerticals('streams:read')),
    ]);
    const models = all.filter(({ vertical }) => seen?.includes(vertical) ?? true);
    const loud = open.filter(({ silenced }) => !silenced);
    return {
      models: await Promise.all(models.map((model) => this.model(model))),
      jobs: { queued: jobs.queued, active: jobs.active, failedToday: jobs.failed, succeededToday: jobs.succeeded },
      alerts: { open: loud.length, critical: loud.filter(({ severity }) => severity === 'critical').length },
      streams,
    };
  }

  private async model({ name, title, vertical, champion, challenger, newLabels }: RegisteredModel) {
    const [version, drift] =
      champion === null
        ? [null, null]
        : await Promise.all([
            this.registry.version(champion.versionId),
            this.windows.newestReport(name, champion.versionId, { from: new Date(Date.now() - DAY_MS) }),
          ]);
    return {
      name,
      title,
      vertical,
      headline: version === null ? null : (headlinesOf(version.manifest)[0] ?? null),
      championNumber: champion?.number ?? null,
      challengerNumber: challenger?.number ?? null,
      newLabels,
      drift: drift?.status ?? null,
    };
  }

  /** An unreachable broker is reported, and hides nothing else. */
  private async streams(verticals: readonly string[] | undefined): Promise<Overview['streams']> {
    const { engine } = this.stream;
    try {
      const { groups, deadLettersWaiting } = overviewWithin(await streamOverview(this.stream), verticals);
      const lag = groups.reduce((sum, group) => sum + group.lag, 0);
      return { engine, ready: this.stream.health().status === 'ready', lag, deadLetters: deadLettersWaiting };
    } catch {
      return { engine, ready: false, lag: null, deadLetters: null };
    }
  }
}
