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
/** If the output is not a terminal, an occasional line is enough. */
const LINE_EVERY_MS = 10_000;

/**
 * Results on stdout; progress on stderr, with one live line if it is a terminal. Control characters in a text, such as
 * those of a file name, are escaped; a name that may contain line breaks goes through `printable` before.
 */
export class Terminal {
  #shownAt = 0;
  #isLineOpen = false;

  constructor(
    private readonly streams: TerminalStreams,
    /** The result is one JSON object on the last line of stdout. */
    readonly json: boolean,
  ) {}

  /** Writes a permanent line. */
  say(line: string): void {
    this.#closeLine();
    this.streams.stderr.write(`${printableLines(line)}\n`);
    this.#shownAt = performance.now();
  }

  /** Shows progress: redrawn in place on a terminal, an occasional line elsewhere. */
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

  /** Writes the result of the command. */
  result(answer: object, text: string): void {
    this.#closeLine();
    this.streams.stdout.write(this.json ? `${jsonLine(answer)}\n` : `${printableLines(text)}\n`);
  }

  /** Writes the text of --help. */
  help(text: string): void {
    this.streams.stdout.write(text);
  }

  /** Writes the error of the command. */
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

/** JSON escapes some control characters itself; the others may be in it unescaped. */
const jsonLine = (value: object): string =>
  JSON.stringify(value).replace(
    /[\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function unexpected(error: unknown): LintelError {
  return new LintelError('INTERNAL', {
    problem: 'Lintel failed with an unexpected error: this is a bug.',
    received: error instanceof Error ? (error.stack ?? error.message) : String(error),
    cure: 'Run `npx lintel doctor`; if it finds no problem, report the lines above.',
    cause: error,
  });
}
