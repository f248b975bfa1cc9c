import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface RunningProgram {
  /** kill -9 */
  kill(): Promise<void>;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
  readonly errors: () => string;
  readonly ended: () => boolean;
}

/**
 * Runs a TypeScript program in a separate process, so that a test can kill it.
 * @param program its file, without `.ts`
 */
export function runProgram(program: string, argument: unknown): RunningProgram {
  const hook = join(__dirname, '../../../../typescript-register.cjs');
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=@lintel/source', '--require', hook, `${program}.ts`, JSON.stringify(argument)],
    { stdio: ['ignore', 'inherit', 'pipe'] },
  );
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return {
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    errors: () => errors,
    ended: () => child.exitCode !== null || child.signalCode !== null,
  };
}
