import { Readable } from 'node:stream';
import { join } from 'node:path';
import { runCli } from '../run-cli';

/** So that the processes of commands also run from sources. */
export const FROM_SOURCES = [
  '--conditions=@lintel/source',
  '--require',
  join(__dirname, '../../../../typescript-register.cjs'),
];

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of stdout, parsed, if `--json` was given. */
  readonly json: Record<string, unknown>;
}

export interface LintelOptions {
  readonly cacheDir: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly stdin?: Readable;
  readonly onStdout?: (text: string) => void;
  readonly onStderr?: (text: string) => void;
}

/** Runs one command line as the program would, within this process. */
export async function lintel(options: LintelOptions, ...args: string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCli(args, {
    stdin: options.stdin ?? Readable.from([]),
    stdout: {
      write: (text) => {
        written.stdout += text;
        options.onStdout?.(text);
      },
    },
    stderr: {
      write: (text) => {
        written.stderr += text;
        options.onStderr?.(text);
      },
    },
    environment: { LINTEL_CACHE_DIR: options.cacheDir, ...options.environment },
    signal: options.signal ?? new AbortController().signal,
    childArgv: FROM_SOURCES,
  });
  const lastLine = written.stdout.trimEnd().split('\n').at(-1) ?? '';
  const json = args.includes('--json') && lastLine !== '' ? (JSON.parse(lastLine) as Record<string, unknown>) : {};
  return { exitCode, ...written, json };
}
