import { Logger } from '@nestjs/common';
import { type z } from 'zod';
import { runUntilSignal } from '../lifecycle/run-until-signal';
import { type RunningService } from '../lifecycle/start-service';
import { useJsonLog } from '../logging/json-log';
import { describeConfig } from './describe-config';
import { PLATFORM_CHECKS } from './platform-config';
import { inspectConfig, readConfig } from './read-config';
import { type ServiceConfig } from './service-config';

/** With this option, a program checks whether it can start in this environment, without starting. */
const CHECK_CONFIG = '--check-config';

/**
 * Runs a service process: reads the configuration, starts, and stops on SIGTERM or Ctrl-C. With `--check-config` it
 * prints one line of JSON instead: {ok, problems, warnings, variables}, and exits with 1 if there is a problem.
 */
export async function runService<Schema extends z.ZodObject>(
  schema: Schema,
  start: (config: z.output<Schema>) => Promise<RunningService>,
  { argv, env }: Pick<NodeJS.Process, 'argv' | 'env'>,
): Promise<void> {
  if (argv.includes(CHECK_CONFIG)) {
    const { problems, warnings } = inspectConfig(schema, env, PLATFORM_CHECKS);
    const report = { ok: problems.length === 0, problems, warnings, variables: describeConfig(schema) };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = report.ok ? 0 : 1;
    return;
  }
  await runUntilSignal(() => {
    const config = readConfig(schema, env, PLATFORM_CHECKS);
    useJsonLog((config as ServiceConfig).LOG_LEVEL);
    const logger = new Logger('Configuration');
    for (const warning of inspectConfig(schema, env).warnings) logger.warn(warning);
    return start(config);
  });
}
