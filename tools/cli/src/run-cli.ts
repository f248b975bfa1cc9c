import { type Readable } from 'node:stream';
import { LintelError } from '@lintel/contracts';
import { CommanderError } from 'commander';
import { createProgram } from './program';
import { Terminal, type TerminalStreams } from './terminal/terminal';

export const EXIT_OK = 0;
export const EXIT_FAILURE = 1;
export const EXIT_USAGE = 2;
/** The exit code of a program that Ctrl-C ended, as a shell reports it. */
export const EXIT_CANCELLED = 130;

export interface CliOptions extends TerminalStreams {
  readonly stdin: Readable;
  readonly environment: NodeJS.ProcessEnv;
  /** Requests a clean end. */
  readonly signal: AbortSignal;
  /** Node.js arguments for the processes that a command starts. Default: those of this process. */
  readonly childArgv?: readonly string[];
}

/**
 * Runs one command line. Results go to stdout, everything else to stderr.
 * @param args without the program's own name
 * @returns the exit code
 */
export async function runCli(args: readonly string[], options: CliOptions): Promise<number> {
  const terminal = new Terminal(options, args.includes('--json'));
  const { stdin, environment, signal, childArgv } = options;
  const outcome = { exitCode: EXIT_OK };
  try {
    const context = { terminal, stdin, environment, signal, args, outcome, ...(childArgv ? { childArgv } : {}) };
    await createProgram(context).parseAsync(args, { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT_OK;
      terminal.failure(usageError(error), { alreadySaid: true });
      return EXIT_USAGE;
    }
    terminal.failure(error);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof LintelError)) return EXIT_FAILURE;
  if (error.code === 'CANCELLED') return EXIT_CANCELLED;
  return error.code === 'INVALID_ARGUMENT' || error.code === 'INVALID_CONFIGURATION' ? EXIT_USAGE : EXIT_FAILURE;
}

/** The text that commander has already written to stderr, for --json. */
function usageError({ message }: CommanderError): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: message.replace(/^error: /, ''),
    cure: 'See `npx lintel --help`, or --help of the command.',
  });
}
