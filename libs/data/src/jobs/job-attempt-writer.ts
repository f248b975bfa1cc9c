import {
  epochResultSchema,
  jobProgressSchema,
  type EpochResult,
  type JobLogLine,
  type JobProgress,
} from '@lintel/contracts';
import { z } from 'zod';
import { isDatabaseUnavailable, readRows } from '@lintel/streams';
import type { DataSource } from '../database/orm';
import type { HeldJob } from './job-row';
import { addJobLog } from './job-transitions';

export type LogLevel = JobLogLine['level'];

const WRITE_EVERY_MS = 500;
/** If the database is unreachable for long, the oldest lines are dropped to limit memory. */
const MOST_LINES = 5_000;
const LONGEST_LINE = 10_000;
const foundRow = z.object({ found: z.int() });

/**
 * Writes the progress and log of an attempt, at most twice a second; the final state is always written. Writes nothing
 * after another trainer has taken over the job.
 */
export class JobAttemptWriter {
  private progress: JobProgress | undefined;
  private epochs: EpochResult[] = [];
  private lines: Pick<JobLogLine, 'level' | 'text'>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly job: HeldJob,
    private readonly onError: (error: unknown) => void,
  ) {}

  report(progress: JobProgress): void {
    const checked = this.check('progress', jobProgressSchema, progress);
    if (checked === undefined) return;
    this.progress = checked;
    this.writeSoon();
  }

  epoch(result: EpochResult): void {
    const checked = this.check('epoch', epochResultSchema, result);
    if (checked === undefined) return;
    this.epochs.push(checked);
    this.writeSoon();
  }

  log(level: LogLevel, text: string): void {
    // PostgreSQL text cannot contain the character NUL.
    this.lines.push({ level, text: text.slice(0, LONGEST_LINE).replaceAll('\0', '') });
    if (this.lines.length > MOST_LINES) this.lines.shift();
    this.writeSoon();
  }

  /** Writes everything reported so far. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write());
    await this.writing;
  }

  /** An invalid value such as a loss of NaN must not make the job unreadable. */
  private check<Value>(name: string, schema: z.ZodType<Value>, value: unknown): Value | undefined {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    this.log('warn', `The ${name} that was reported is not valid: ${z.prettifyError(parsed.error)}`);
    return undefined;
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => void this.flush(), WRITE_EVERY_MS);
  }

  private async write(): Promise<void> {
    const { progress, epochs, lines } = this;
    if (progress === undefined && epochs.length === 0 && lines.length === 0) return;
    this.progress = undefined;
    this.epochs = [];
    this.lines = [];
    try {
      await this.database.transaction(async (transaction) => {
        const ours = await readRows(
          transaction,
          foundRow,
          `WITH ours AS (
             UPDATE platform.job SET progress = coalesce($3::jsonb, progress)
             WHERE id = $1 AND turn = $2 AND status IN ('active', 'cancelling') RETURNING 1)
           SELECT 1 AS found FROM ours`,
          [this.job.id, this.job.turn, progress === undefined ? null : JSON.stringify(progress)],
        );
        if (ours.length === 0) return;
        for (const epoch of epochs)
          await transaction.query(ADD_EPOCH, [this.job.id, epoch.epoch, JSON.stringify(epoch)]);
        if (lines.length > 0) await addJobLog(transaction, this.job.id, lines);
      });
    } catch (error) {
      this.onError(error);
      if (!isDatabaseUnavailable(error)) return;
      this.progress ??= progress;
      this.epochs.unshift(...epochs);
      this.lines = [...lines, ...this.lines].slice(-MOST_LINES);
      this.writeSoon();
    }
  }
}

/** If an attempt restarts or resumes at an earlier epoch, the curve is replaced from there. */
const ADD_EPOCH = `
UPDATE platform.job SET curve =
  jsonb_path_query_array(curve, '$[*] ? (@.epoch < $epoch)', jsonb_build_object('epoch', $2::int))
  || jsonb_build_array($3::jsonb)
WHERE id = $1`;
