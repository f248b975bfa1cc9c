import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const START_WITHIN_MS = 40_000;
const STOP_WITHIN_MS = 20_000;
/** The same as in the Dockerfile; a test compares them. */
export const CONTAINER_UID = 10_001;

export interface AssembledProgram {
  /** Empty for a program that does not listen. */
  readonly url: string;
  readonly output: () => string;
  /** @returns exit code, and the milliseconds it took */
  stop(): Promise<{ code: number | null; ms: number }>;
}

/** A container's user if this test may switch to another one, or else the user that runs the test. */
export function containerUser(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: CONTAINER_UID, gid: CONTAINER_UID } : {};
}

/**
 * Starts a program of an assembled folder as a container does: with only the given environment, as an account that owns
 * nothing, and, if the test may, as process 1 of a process namespace.
 * @param says the line to wait for; its first group is the address
 */
export async function startAssembled(
  folder: string,
  program: string,
  environment: Readonly<Record<string, string>>,
  says = /"url":"(http:[^"]+)"/,
): Promise<AssembledProgram> {
  const isolated = process.getuid?.() === 0 && spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;
  const user = ['--setuid', String(CONTAINER_UID), '--setgid', String(CONTAINER_UID)];
  const [command, ...prefix] = isolated
    ? ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', ...user, process.execPath]
    : [process.execPath];
  const child = spawn(command ?? '', [...prefix, program], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isolated ? {} : containerUser()),
  });
  const said: string[] = [];
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const found = says.exec(line);
      if (found !== null) resolve(found[1] ?? '');
    });
  });
  const output = (): string => said.join('\n');
  const stop = async (): Promise<{ code: number | null; ms: number }> => {
    const began = Date.now();
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(isolated ? childOf(child.pid ?? 0) : (child.pid ?? 0), 'SIGTERM');
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    const [code] = await exited;
    clearTimeout(timer);
    return { code, ms: Date.now() - began };
  };
  const late = once(AbortSignal.timeout(START_WITHIN_MS), 'abort').then(() => undefined);
  const url = await Promise.race([ready, exited.then(() => undefined), late]);
  if (url !== undefined) return { url, output, stop };
  child.kill('SIGKILL');
  throw new Error(`${join(folder, program)} did not start:\n${output()}`);
}

/** Process 1 of the namespace, by its id outside of it. */
function childOf(pid: number): number {
  const { stdout } = spawnSync('cat', [`/proc/${pid}/task/${pid}/children`], { encoding: 'utf8' });
  return Number(stdout.trim().split(' ')[0]);
}
