import { type CommandContext } from '../command-context';
import { CHECKS, type CheckResult } from '../doctor/checks';

const MARKS = { ok: '✓', warning: '!', failure: '✗' } as const;

/** Looks at everything that Lintel stands on, and says the cure of what is missing. */
export async function doctor({ terminal, environment, signal, outcome }: CommandContext): Promise<void> {
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
