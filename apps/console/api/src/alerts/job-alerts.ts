import { jobEnded, type JobEnded } from '@lintel/contracts';
import { Alerts, type ReceivedEvent } from '@lintel/data';
import { OnEvent } from '@lintel/service';
import { Injectable } from '@nestjs/common';

export const JOB_ALERTS_GROUP = 'console-api.job-alerts';

/** One alert a model and kind of job that failed; its next success resolves it. */
@Injectable()
export class JobAlerts {
  constructor(private readonly alerts: Alerts) {}

  @OnEvent(jobEnded, { group: JOB_ALERTS_GROUP })
  async hear({ data }: ReceivedEvent<JobEnded>): Promise<void> {
    const { kind, vertical, modelName, status, jobId, problem } = data;
    const key = `job-failed/${modelName}/${kind}`;
    if (status === 'succeeded') await this.alerts.resolve(key);
    if (status !== 'failed') return;
    await this.alerts.raise({
      key,
      kind: 'job-failed',
      severity: 'warning',
      vertical,
      subject: jobId,
      title: `A ${kind} job of ${modelName} failed`,
      detail: problem ?? 'It gave no reason.',
    });
  }
}
