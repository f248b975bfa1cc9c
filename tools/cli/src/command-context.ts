import { type Readable } from 'node:stream';
import { type Terminal } from './terminal/terminal';

/** The context that every command receives. */
export interface CommandContext {
  readonly terminal: Pick<Terminal, 'say' | 'progress' | 'result' | 'help'>;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  /** The command line as it was typed. */
  readonly args: readonly string[];
  /** Node.js arguments for the processes that a command starts. Default: those of this process. */
  readonly childArgv?: readonly string[];
  /** A command whose answer is a failure sets the exit code here. */
  readonly outcome: { exitCode: number };
}
