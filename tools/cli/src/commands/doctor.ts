import { type CommandContext } from '../command-context';
import { checkService, serviceProgram } from '../doctor/check-service';
import { CHECKS, type CheckResult } from '../doctor/checks';
import { describeService } from '../doctor/describe-service';

const MARKS = { ok: '✓', warning: '!', failure: '✗' } as const;

export interface DoctorOptions {
  /** Name of an app: only its configuration is checked. */
  readonly service?: string;
}

/**
 * Checks everything that Lintel depends on, or the configuration of one service, and names the cure of each problem.
 */
export async function doctor({ service }: DoctorOptions, context: CommandContext): Promise<void> {
  await (service === undefined ? examineMachine(context) : examineService(service, context));
}

async function examineService(service: string, context: CommandContext): Promise<void> {
  const { terminal, environment, signal, outcome } = context;
  const program = serviceProgram(service);
  terminal.progress(`Checking ${service} …`);
  const report = await checkService(program, environment, signal);
  if (!report.ok) outcome.exitCode = 1;
  terminal.result({ command: 'doctor', service, ...report }, describeService(service, report));
}

async function examineMachine({ terminal, environment, signal, outcome }: CommandContext): Promise<void> {
  const results: CheckResult[] = [];
  for (const { name, check } of CHECKS) {
    signal.throwIfAborted();
    terminal.progress(`Checking ${name} …`);
    results.push({ name, ...(await check(environment)) });
  }
  const ok = results.every(({ status }) => status !== 'failure');
  if (!ok) outcome.exitCode = 1;
  terminal.result({ command: 'doctor', ok, checks: results }, results.map(describe).join('\n'));
}

function describe({ name, status, found, cure }: CheckResult): string {
  const line = `${MARKS[status]} ${name.padEnd(16)} ${found}`;
  return cure === undefined ? line : `${line}\n${' '.repeat(19)}cure: ${cure}`;
}
