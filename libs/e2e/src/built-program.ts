import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

/** A running program from our build. */
export interface BuiltProgram {
  /** URL of a service; empty for a program that does not listen. */
  readonly url: string;
  /** @returns when it has ended */
  end(signal: NodeJS.Signals): Promise<void>;
  readonly output: () => string;
}

/**
 * Starts a built Node.js program and waits until it prints a JSON line that says it is ready.
 * @param says the line to wait for; its first group is the address
 */
export async function startBuiltProgram(
  file: string,
  environment: Readonly<Record<string, string>>,
  says = /"url":"(http:[^"]+)"/,
): Promise<BuiltProgram> {
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npm run build`);
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], HOST: '127.0.0.1', LOG_LEVEL: 'log', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const found = says.exec(line);
      if (found !== null) resolve(found[1] ?? '');
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exit;
    clearTimeout(timer);
  };
  const ended = once(child, 'exit').then(() => null);
  const timeout = once(AbortSignal.timeout(START_WITHIN_MS), 'abort').then(() => null);
  const url = await Promise.race([ready, ended, timeout]);
  if (url !== null) return { url, end, output: () => said.join('\n') };
  await end('SIGKILL');
  throw new Error(`${file} did not start:\n${said.join('\n')}`);
}
