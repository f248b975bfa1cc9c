import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface LaunchedApi {
  readonly url: string;
  /** Its output so far. */
  readonly output: () => string;
  stop(): Promise<void>;
}

/**
 * Runs the program of an api from its sources, so that all its output is captured.
 * @param main its file
 */
export async function launchApi(main: string, environment: Readonly<Record<string, string>>): Promise<LaunchedApi> {
  const register = join(__dirname, '../../../../typescript-register.cjs');
  const child = spawn(process.execPath, ['--conditions=@lintel/source', '--require', register, main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let left = 1_000; left > 0 && child.exitCode === null; left--) {
    const url = /"url":"([^"]+)"/.exec(output)?.[1];
    if (url !== undefined) {
      return {
        url,
        output: () => output,
        async stop() {
          if (child.exitCode !== null) return;
          const exit = once(child, 'exit');
          child.kill('SIGTERM');
          await exit;
        },
      };
    }
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the api did not start:\n${output}`);
}
