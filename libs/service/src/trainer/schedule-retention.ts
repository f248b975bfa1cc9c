import { Schedules } from '@lintel/data';
import { type Platform } from '../platform/platform';
import { retentionName } from './retain-job';

/** Schedules the daily retention job of a vertical, which people can reschedule or disable. */
export async function scheduleRetention({ database }: Pick<Platform, 'database'>, vertical: string): Promise<void> {
  await new Schedules(database).ensure({
    name: 'Retention',
    kind: 'retain',
    vertical,
    modelName: retentionName(vertical),
    parameters: {},
    cron: '17 3 * * *',
    timeZone: 'UTC',
    missedRuns: 'run-once',
    enabled: true,
    createdBy: 'first start',
  });
}
