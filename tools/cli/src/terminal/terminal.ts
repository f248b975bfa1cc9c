import { LintelError, printable, printableLines } from '@lintel/contracts';

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

/**
 * Results on stdout; what happens meanwhile on stderr, with one live line where it is a terminal. Control characters in
 * a text, such as those of a file name, are escaped; a name that may hold line breaks goes through `printable` before.
 */
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
    this.streams.stderr.write(`${printableLines(line)}\n`);
    this.#shownAt = performance.now();
  }

  /** How far it is: redrawn in place on a terminal, now and then a line elsewhere. */
  progress(line: string): void {
    const text = printable(line);
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
    this.streams.stdout.write(this.json ? `${jsonLine(answer)}\n` : `${printableLines(text)}\n`);
  }

  /** What was asked for with --help. */
  help(text: string): void {
    this.streams.stdout.write(text);
  }

  /** Why there is no answer. */
  failure(error: unknown, { alreadySaid = false }: { alreadySaid?: boolean } = {}): void {
    this.#closeLine();
    const known = error instanceof LintelError ? error : unexpected(error);
    if (!alreadySaid) this.streams.stderr.write(`\n${printableLines(known.message)}\n`);
    if (this.json) this.streams.stdout.write(`${jsonLine({ error: known })}\n`);
  }

  #closeLine(): void {
    if (this.#isLineOpen) this.streams.stderr.write('\r\x1b[2K');
    this.#isLineOpen = false;
  }
}

/** JSON escapes some control characters by itself; the others it may hold as they are. */
const jsonLine = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function unexpected(error: unknown): LintelError {
  return new LintelError('INTERNAL', {
    problem: 'Lintel failed in a way that it has no cure for: this is a bug.',
    received: error instanceof Error ? (error.stack ?? error.message) : String(error),
    cure: 'Run `npx lintel doctor`; if all is well there, report the lines above.',
    cause: error,
  });
}
