import { LintelError, parseJobParameters, scheduleSchema, type Schedule } from '@lintel/contracts';
import { z } from 'zod';
import type { DataSource } from '../database/orm';
import { newEventId, readRows, rowTime, type Transaction } from '@lintel/streams';
import { checkCronRule, nextTimes } from './cron-times';
import { isJobId } from './job-row';

const newScheduleSchema = scheduleSchema.pick({
  name: true,
  kind: true,
  vertical: true,
  modelName: true,
  parameters: true,
  cron: true,
  timeZone: true,
  missedRuns: true,
  enabled: true,
  createdBy: true,
});
export type NewSchedule = z.input<typeof newScheduleSchema>;
/** The fields that can be changed later. */
export type ScheduleChange = Partial<
  Pick<NewSchedule, 'name' | 'modelName' | 'parameters' | 'cron' | 'timeZone' | 'missedRuns' | 'enabled'>
>;

const NEXT_RUNS = 5;
export const SCHEDULE_COLUMNS = `id, name, kind, vertical, model_name AS "modelName", parameters, cron,
  time_zone AS "timeZone", missed_runs AS "missedRuns", enabled, created_by AS "createdBy", created_at AS "createdAt",
  last_run_at AS "lastRunAt", last_job_id AS "lastJobId", last_outcome AS "lastOutcome"`;
export const scheduleRow = scheduleSchema
  .omit({ nextRuns: true })
  .extend({ createdAt: rowTime, lastRunAt: rowTime.nullable() });
type ScheduleRow = z.infer<typeof scheduleRow>;

export interface ScheduleFilter {
  readonly vertical?: string | undefined;
  readonly modelName?: string | undefined;
}

/** Schedules of jobs; `ScheduleClock` starts the jobs. */
export class Schedules {
  constructor(
    private readonly database: DataSource,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * @throws LintelError INVALID_ARGUMENT (values, parameters, cron, time zone), CONFLICT (the name exists in the
   *   vertical)
   */
  async create(schedule: NewSchedule): Promise<Schedule> {
    const checked = check(schedule);
    return this.write(
      checked.name,
      `INSERT INTO platform.schedule (name, model_name, parameters, cron, time_zone, missed_runs, enabled, id, kind,
         vertical, created_by, created_at, seen_until)
       VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) RETURNING ${SCHEDULE_COLUMNS}`,
      [...changeable(checked), newEventId(), checked.kind, checked.vertical, checked.createdBy, this.now()],
    );
  }

  /** Creates a built-in schedule of a vertical. An existing schedule of the same name is left unchanged. */
  async ensure(schedule: NewSchedule): Promise<void> {
    const checked = check(schedule);
    await this.database.query(
      `INSERT INTO platform.schedule (name, model_name, parameters, cron, time_zone, missed_runs, enabled, id, kind,
         vertical, created_by, created_at, seen_until)
       VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT (vertical, name) DO NOTHING`,
      [...changeable(checked), newEventId(), checked.kind, checked.vertical, checked.createdBy, this.now()],
    );
  }

  /**
   * Changes the given fields. Runs that were due before are not made up for: a new schedule starts now.
   * @throws LintelError NOT_FOUND, and like `create`
   */
  async update(id: string, change: ScheduleChange): Promise<Schedule> {
    return this.database.transaction(async (transaction) => {
      const before = await find(transaction, id, 'FOR UPDATE');
      const checked = check({ ...before, ...change });
      const begins =
        checked.cron !== before.cron || checked.timeZone !== before.timeZone || (checked.enabled && !before.enabled);
      return this.write(
        checked.name,
        `WITH changed AS (
           UPDATE platform.schedule SET name = $1, model_name = $2, parameters = $3::jsonb, cron = $4, time_zone = $5,
             missed_runs = $6, enabled = $7, seen_until = CASE WHEN $9 THEN $10 ELSE seen_until END
           WHERE id = $8 RETURNING *)
         SELECT ${SCHEDULE_COLUMNS} FROM changed`,
        [...changeable(checked), id, begins, this.now()],
        transaction,
      );
    });
  }

  /** @throws LintelError NOT_FOUND */
  async enable(id: string, enabled: boolean): Promise<Schedule> {
    return this.update(id, { enabled });
  }

  /** Jobs that it started are kept. @throws LintelError NOT_FOUND */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await find(transaction, id, 'FOR UPDATE');
      await transaction.query('DELETE FROM platform.schedule WHERE id = $1', [id]);
    });
  }

  /** @throws LintelError NOT_FOUND */
  async get(id: string): Promise<Schedule> {
    return this.withNextRuns(await find(this.database, id));
  }

  /** Sorted by vertical and name. */
  async list({ vertical, modelName }: ScheduleFilter = {}): Promise<Schedule[]> {
    const rows = await readRows(
      this.database,
      scheduleRow,
      `SELECT ${SCHEDULE_COLUMNS} FROM platform.schedule
       WHERE ($1::text IS NULL OR vertical = $1) AND ($2::text IS NULL OR model_name = $2) ORDER BY vertical, name`,
      [vertical ?? null, modelName ?? null],
    );
    return rows.map((row) => this.withNextRuns(row));
  }

  private async write(name: string, sql: string, values: unknown[], transaction?: Transaction): Promise<Schedule> {
    try {
      const rows = await readRows(transaction ?? this.database, scheduleRow, sql, values);
      return this.withNextRuns(rows[0]!);
    } catch (cause) {
      // SQLSTATE of a unique constraint violation.
      if ((cause as { code?: unknown }).code !== '23505') throw cause;
      throw new LintelError('CONFLICT', {
        problem: `The schedule "${name}" already exists.`,
        expected: 'a name that is unique in the vertical',
        received: name,
        cure: 'Choose another name, or change the existing schedule.',
        cause,
      });
    }
  }

  private withNextRuns(row: ScheduleRow): Schedule {
    const times = row.enabled ? nextTimes(row, this.now(), NEXT_RUNS) : [];
    return { ...row, nextRuns: times.map((time) => time.toISOString()) };
  }
}

function check(schedule: NewSchedule): NewSchedule {
  const parsed = newScheduleSchema.safeParse(schedule);
  if (!parsed.success) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'The schedule is not valid.',
      received: z.prettifyError(parsed.error),
      cure: 'Correct the named values.',
      cause: parsed.error,
    });
  }
  checkCronRule(parsed.data);
  return { ...parsed.data, parameters: { ...parseJobParameters(parsed.data.kind, parsed.data.parameters) } };
}

function changeable(schedule: NewSchedule): unknown[] {
  const { name, modelName, parameters, cron, timeZone, missedRuns, enabled } = schedule;
  return [name, modelName, JSON.stringify(parameters), cron, timeZone, missedRuns, enabled];
}

async function find(database: Transaction, id: string, lock = ''): Promise<ScheduleRow> {
  const sql = `SELECT ${SCHEDULE_COLUMNS} FROM platform.schedule WHERE id = $1 ${lock}`;
  const found = isJobId(id) ? await readRows(database, scheduleRow, sql, [id]) : [];
  if (found[0] !== undefined) return found[0];
  throw new LintelError('NOT_FOUND', {
    problem: `There is no schedule ${id}.`,
    cure: 'List the schedules to see which there are.',
  });
}
