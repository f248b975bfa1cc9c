import { LintelError } from '@lintel/contracts';

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface TerminalStreams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

const REDRAW_EVERY_MS = 100;
/** Where nobody watches, a line now and then is enough. */
const LINE_EVERY_MS = 10_000;

/** Results on stdout; what happens meanwhile on stderr, with one live line where it is a terminal. */
export class Terminal {
  #shownAt = 0;
  #isLineOpen = false;

  constructor(
    private readonly streams: TerminalStreams,
    /** The result is one JSON object on the last line of stdout. */
    readonly json: boolean,
  ) {}

  /** A line that stays. */
  say(line: string): void {
    this.#closeLine();
    this.streams.stderr.write(`${line}\n`);
    this.#shownAt = performance.now();
  }

  /** How far it is: redrawn in place on a terminal, now and then a line elsewhere. */
  progress(text: string): void {
    const { stderr } = this.streams;
    const now = performance.now();
    if (now - this.#shownAt < (stderr.isTTY ? REDRAW_EVERY_MS : LINE_EVERY_MS)) return;
    this.#shownAt = now;
    if (stderr.isTTY) {
      stderr.write(`\r\x1b[2K${text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1))}`);
      this.#isLineOpen = true;
    } else stderr.write(`${text}\n`);
  }

  /** The answer of the command. */
  result(answer: object, text: string): void {
    this.#closeLine();
    this.streams.stdout.write(this.json ? `${JSON.stringify(answer)}\n` : `${text}\n`);
  }

  /** What was asked for with --help. */
  help(text: string): void {
    this.streams.stdout.write(text);
  }

  /** Why there is no answer. */
  failure(error: unknown, { alreadySaid = false }: { alreadySaid?: boolean } = {}): void {
    this.#closeLine();
    const known = error instanceof LintelError ? error : unexpected(error);
    if (!alreadySaid) this.streams.stderr.write(`\n${known.message}\n`);
    if (this.json) this.streams.stdout.write(`${JSON.stringify({ error: known })}\n`);
  }

  #closeLine(): void {
    if (this.#isLineOpen) this.streams.stderr.write('\r\x1b[2K');
    this.#isLineOpen = false;
  }
}

function unexpected(error: unknown): LintelError {
  return new LintelError('INTERNAL', {
    problem: 'Lintel made a mistake of its own.',
    received: error instanceof Error ? (error.stack ?? error.message) : String(error),
    cure: 'Run `npx lintel doctor`; if all is well there, report the lines above.',
    cause: error,
  });
}
