import { type Job, type RegisteredModel } from '@lintel/contracts';
import { type Platform } from '../platform/platform';
import { promoteByRule, RULE } from './promote-by-rule';
import { type TrainableModel } from './trainable-model';

const LOOK_EVERY_MS = 2_000;

export interface ClosedLoopOptions {
  /** Default: 2,000. */
  readonly lookEveryMs?: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Improves models from verdicts and drift, according to each model's policy. Enough new labels or drift start a
 * training. Under `rule`, a challenger that passed its gates and agrees in shadow mode is promoted, or a person is
 * asked to approve it. Any number of instances can run.
 */
export class ClosedLoop {
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private looking = Promise.resolve();

  constructor(
    private readonly platform: Pick<
      Platform,
      'database' | 'registry' | 'jobs' | 'labels' | 'alerts' | 'approvals' | 'audit'
    >,
    private readonly vertical: string,
    private readonly models: readonly Pick<TrainableModel, 'name'>[],
    private readonly options: ClosedLoopOptions,
  ) {}

  start(): void {
    const next = (): void => {
      if (this.stopped) return;
      this.looking = this.look().catch(this.options.onError);
      void this.looking.then(() => {
        this.timer = setTimeout(next, this.options.lookEveryMs ?? LOOK_EVERY_MS);
        this.timer.unref();
      });
    };
    next();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** Checks every model once. */
  async look(): Promise<void> {
    for (const { name } of this.models) {
      const model = await this.platform.registry.model(name);
      await this.retrain(model);
      await this.promoteByRule(model);
    }
  }

  private async retrain({ name, loopPolicy, newLabels }: RegisteredModel): Promise<void> {
    const { retrainAfterLabels, retrainOnDrift } = loopPolicy;
    const enough = retrainAfterLabels !== null && newLabels >= retrainAfterLabels;
    if (!enough && !retrainOnDrift) return;
    await this.platform.database.transaction(async (transaction) => {
      await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('lintel.loop ' || $1, 0))", [name]);
      if ((await this.platform.jobs.running(name, 'train')).length > 0) return;
      const { items } = await this.platform.jobs.list({ modelName: name, kind: 'train', limit: 1 });
      const reason = await this.reasonToTrain(name, items[0], enough, retrainOnDrift);
      if (reason === undefined) return;
      const request = { kind: 'train', vertical: this.vertical, modelName: name, parameters: {} } as const;
      await this.platform.jobs.enqueue({ ...request, requestedBy: RULE, reason }, transaction);
    });
  }

  /** Labels and drift alerts from before the last training do not trigger another one, even if that training failed. */
  private async reasonToTrain(
    name: string,
    last: Job | undefined,
    enoughLabels: boolean,
    onDrift: boolean,
  ): Promise<'labels' | 'drift' | undefined> {
    const lastAt = last === undefined ? 0 : Date.parse(last.createdAt);
    const [label] = (await this.platform.labels.list(name, { limit: 1 })).items;
    if (enoughLabels && label !== undefined && Date.parse(label.givenAt) > lastAt) return 'labels';
    if (!onDrift) return undefined;
    const open = await this.platform.alerts.list({ state: 'unresolved', kind: 'drift', subject: name, limit: 100 });
    return open.some(({ openedAt }) => Date.parse(openedAt) > lastAt) ? 'drift' : undefined;
  }

  private async promoteByRule({ name, loopPolicy, champion, challenger }: RegisteredModel): Promise<void> {
    if (loopPolicy.promotion !== 'rule' || challenger === null) return;
    const { gateReport } = await this.platform.registry.version(challenger.versionId);
    // A person can promote a version that failed its gates; the rule cannot.
    if (!gateReport?.passed || gateReport.championId !== (champion?.versionId ?? null)) return;
    const report = await this.platform.registry.challengeReport(name);
    if (report === null || report.agreement === null || report.examples < loopPolicy.shadowExamples) return;
    if (report.agreement < loopPolicy.shadowAgreement) return;
    const agreed = `${(100 * report.agreement).toFixed(1)} % agreement on ${report.examples} requests in shadow`;
    await promoteByRule(this.platform, name, challenger.versionId, `Passed its gates; ${agreed}.`);
  }
}
