import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, LintelError } from '@lintel/contracts';
import { type ServedAs } from './served-api';

const VERSION = '4.32.5';
/** Event streams: reading them never ends. */
const ENDLESS = '^/v1/(.+/)?live$';

export interface FuzzRun {
  readonly seed: number;
  /** Maximum number of examples for each operation. */
  readonly maxExamples: number;
}

/**
 * Sends valid and invalid requests to every operation of an api's OpenAPI document.
 * @returns false if an answer was 5xx; each is printed with the request that caused it
 */
export async function runSchemathesis(
  tool: string,
  { url, headers, known, pictures }: ServedAs,
  { seed, maxExamples }: FuzzRun,
): Promise<boolean> {
  const sent = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const args = ['run', `${url}/docs-json`, ...sent, '--seed', String(seed), '--max-examples', String(maxExamples)];
  const checks = ['--checks', 'not_a_server_error', '--phases', 'coverage,fuzzing', '--continue-on-failure'];
  const quiet = ['--exclude-path-regex', ENDLESS, '--warnings', 'off', '--request-timeout', '30', '--no-color'];
  const health = ['--suppress-health-check', 'all'];
  const { code } = await runProgram(tool, [...args, ...checks, ...quiet, ...health], {
    SCHEMATHESIS_HOOKS: 'fuzz_hooks',
    PYTHONPATH: __dirname,
    PYTHONDONTWRITEBYTECODE: '1',
    LINTEL_FUZZ_KNOWN: JSON.stringify({ ...known, pictures }),
  });
  return code === 0;
}

/**
 * Installs schemathesis from PyPI into its own environment in the cache folder, once.
 * @returns its command
 * @throws LintelError TOOL_MISSING
 */
export async function installSchemathesis(): Promise<string> {
  const folder = join(pythonFolder(), `schemathesis-${VERSION}`);
  const tool = join(folder, 'bin', 'schemathesis');
  if (existsSync(tool)) return tool;
  for (const [command, args] of [
    ['python3', ['-m', 'venv', '--clear', folder]],
    [join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `schemathesis==${VERSION}`]],
  ] as const) {
    const { code } = await runProgram(command, args, {});
    if (code === 0) continue;
    throw new LintelError('TOOL_MISSING', {
      problem: 'schemathesis could not be installed.',
      expected: 'Python 3.10 or newer with venv and pip',
      received: `${command} ended with ${String(code)}`,
      cure: 'Install Python 3 (Debian: apt-get install python3-venv), and check that pip can reach its index.',
    });
  }
  return tool;
}

function pythonFolder(): string {
  return join(cacheFolder(process.env, homedir()), 'python');
}

async function runProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number | null }> {
  // Schemathesis stores its failures in the current folder, which must not be the repository.
  const cwd = pythonFolder();
  await mkdir(cwd, { recursive: true });
  const child = spawn(command, args, { stdio: 'inherit', cwd, env: { ...process.env, ...environment } });
  // Stopping it also stops the processes that it started.
  const end = (): never => {
    child.kill();
    process.exit(1);
  };
  process.once('SIGTERM', end);
  const [code] = (await once(child, 'exit').catch(() => [127])) as [number | null];
  process.off('SIGTERM', end);
  return { code };
}
