import { LintelError } from '@lintel/contracts';
import { MAX_EVENT_BYTES, parseEventJson } from '@lintel/streams';
import { isUtf8 } from 'node:buffer';

export interface Line {
  /** Line number, starting at 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

const NEW_LINE = 0x0a;

/** Lines as they arrive: each yield holds the lines that one chunk has completed. Blank lines are skipped. */
export async function* readLines(source: AsyncIterable<unknown>): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of source) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const lines: Line[] = [];
    let start = 0;
    for (let end = text.indexOf(NEW_LINE); end >= 0; end = text.indexOf(NEW_LINE, start)) {
      lines.push({ number: (number += 1), bytes: text.subarray(start, end) });
      start = end + 1;
    }
    rest = text.subarray(start);
    if (lines.length > 0) yield lines.filter(isFilled);
    // A line without an end must not fill the memory.
    if (rest.length > MAX_EVENT_BYTES) throw badLine(number + 1, 'is too long', `over ${MAX_EVENT_BYTES} bytes`);
  }
  const last = { number: number + 1, bytes: rest };
  if (isFilled(last)) yield [last];
}

/** @throws LintelError EVENT_INVALID naming the line */
export function parseLine({ number, bytes }: Line): Record<string, unknown> {
  let value: unknown;
  const text = isUtf8(bytes) ? bytes.toString('utf8') : `${bytes.length} bytes`;
  try {
    value = parseEventJson(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badLine(number, 'is not JSON', `${shortened(text)} (${reason})`, error);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw badLine(number, 'is not a JSON object', shortened(text));
}

/**
 * @param field names joined by dots
 * @throws LintelError EVENT_INVALID if it is neither a string nor a number
 */
export function fieldOf(data: Record<string, unknown>, field: string, line: number): string {
  let value: unknown = data;
  for (const name of field.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value);
  throw badLine(line, `has no "${field}"`, value === undefined ? 'nothing' : shortened(JSON.stringify(value)));
}

export function badLine(line: number, fault: string, received: string, cause?: unknown): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: `Line ${line} ${fault}.`,
    expected: `one JSON object of at most ${MAX_EVENT_BYTES} bytes in UTF-8, with the fields of --key and --id as string or number`,
    received,
    cure: 'Correct the line.',
    ...(cause === undefined ? {} : { cause }),
  });
}

const isFilled = ({ bytes }: Line): boolean => bytes.toString('latin1').trim() !== '';

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
