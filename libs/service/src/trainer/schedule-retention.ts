import { Schedules } from '@lintel/data';
import { type Platform } from '../platform/platform';
import { retentionName } from './retain-job';

/** Every vertical comes with a daily retention, which people may move or switch off. */
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
