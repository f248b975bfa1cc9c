import { jobEnded, message, type JobEnded, type Message } from '@lintel/contracts';
import { Alerts, JobQueue } from '@lintel/data';
import { type ReceivedEvent } from '@lintel/streams';
import { OnEvent } from '@lintel/service';
import { Injectable } from '@nestjs/common';

export const JOB_ALERTS_GROUP = 'console-api.job-alerts';

/** One alert for each model and kind of job: it counts the failed jobs, and the next success resolves it. */
@Injectable()
export class JobAlerts {
  constructor(
    private readonly alerts: Alerts,
    private readonly jobs: JobQueue,
  ) {}

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
      title: message('alert.job-failed.title', { model: modelName, kind }),
      detail: [await this.cause(jobId, problem)],
      occurrence: jobId,
    });
  }

  private async cause(jobId: string, problem: string | null): Promise<Message> {
    if (problem === null) return message('alert.job-failed.unknown');
    const { error } = await this.jobs.get(jobId);
    return error?.message ?? message('alert.job-failed.cause', { code: error?.code ?? 'INTERNAL', problem });
  }
}
