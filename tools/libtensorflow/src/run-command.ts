import { spawn } from 'node:child_process';
import { LintelError } from '@lintel/contracts';

export interface CommandResult {
  /** Null if the command could not be started. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program to its end and returns its output; a failure is a result, not an error.
 * @throws LintelError CANCELLED after `signal`, which also stops the program
 */
export function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  { environment, signal }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    requireNotCancelled(signal);
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (): void => void child.kill();
    signal?.addEventListener('abort', stop, { once: true });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const finish = (exitCode: number | null): void => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) reject(cancelled());
      else resolve({ exitCode, stdout, stderr });
    };
    child.once('error', (error) => {
      stderr += error.message;
      finish(null);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** @throws LintelError CANCELLED */
export function requireNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/** The last lines of a program's output, for an error message. */
export function lastLines(text: string, count = 5): string {
  return text.trim().split('\n').slice(-count).join('\n');
}

function cancelled(): LintelError {
  return new LintelError('CANCELLED', {
    problem: 'The installation was stopped.',
    cure: 'Run it again: it resumes where it stopped.',
    retryable: true,
  });
}
