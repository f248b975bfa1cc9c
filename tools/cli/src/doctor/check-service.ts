import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LintelError } from '@lintel/contracts';
import { z } from 'zod';

const APPS = join(__dirname, '../../../../apps');
const CHECK_WITHIN_MS = 60_000;

/** What a service reports about this environment; it contains no values. */
const reportSchema = z.object({
  ok: z.boolean(),
  problems: z.array(z.object({ variable: z.string().optional(), problem: z.string(), cure: z.string() })),
  warnings: z.array(z.string()),
  variables: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      description: z.string(),
      default: z.string().optional(),
      required: z.boolean(),
      secret: z.boolean(),
    }),
  ),
});
export type ServiceReport = z.infer<typeof reportSchema>;

/**
 * The Node.js arguments with which a built service checks its configuration.
 * @throws LintelError NOT_FOUND
 */
export function serviceProgram(name: string, apps: string = APPS): string[] {
  const services = readdirSync(apps, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(apps, entry.name, 'api', 'package.json')))
    .map((entry) => entry.name);
  const main = join(apps, name, 'api', 'dist', 'main.js');
  if (services.includes(name) && existsSync(main)) return [main];
  throw new LintelError('NOT_FOUND', {
    problem: services.includes(name) ? `The service ${name} is not built.` : 'There is no such service.',
    expected: services.join(', '),
    received: name,
    cure: services.includes(name) ? 'npm run build' : 'Name one of those.',
  });
}

/**
 * Asks a service whether it could start in this environment; it does not start.
 * @throws LintelError INTERNAL if its output cannot be read, CANCELLED
 */
export async function checkService(
  program: readonly string[],
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<ServiceReport> {
  const child = spawn(process.execPath, [...program, '--check-config'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(CHECK_WITHIN_MS)]),
  });
  const ended = once(child, 'close').catch(() => undefined);
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  signal.throwIfAborted();
  const report = reportSchema.safeParse(parsed(said.trimEnd().split('\n').at(-1) ?? ''));
  if (report.success) return report.data;
  throw new LintelError('INTERNAL', {
    problem: 'The service did not report on its configuration.',
    received: errors.trim().split('\n').slice(-5).join('\n') || 'nothing',
    cure: 'Rebuild it (npm run build) and try again.',
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
