import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { defineEvent, LintelError } from '@lintel/contracts';
import { encodeEvent, type EventStream, MAX_EVENT_BYTES, type StreamRecord } from '@lintel/streams';
import { z } from 'zod';
import { type CommandContext } from '../command-context';
import { bar, counted, duration } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';
import { badLine, fieldOf, type Line, parseLine, readLines } from './json-lines';

export interface PublishOptions extends ConnectionOptions {
  readonly type?: string;
  readonly version: number;
  readonly key?: string;
  readonly id?: string;
  readonly source: string;
  readonly partitions?: number;
}

/** Size of one request to the broker; large enough for its full speed. */
const CHUNK_BYTES = 512 * 1024;

/** Publishes JSON lines as events. A file is checked completely before its first event is sent. */
export async function publish(
  topic: string,
  file: string | undefined,
  options: PublishOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context;
  const encode = encoder(topic, options);
  const bytes = await sizeOf(file);
  await withStream(options, context, async (stream) => {
    if (options.partitions === undefined) await stream.topicOffsets(topic);
    else {
      const warnings = await stream.createTopics([{ name: topic, partitions: options.partitions }]);
      for (const { problem } of warnings) terminal.say(problem);
    }
    if (bytes !== undefined) await check(openSource(file, context), encode, context);
    else if (file === undefined && process.stdin.isTTY)
      terminal.say('Reading from the terminal; Ctrl-D ends the input.');
    const began = performance.now();
    const { published, lastLine } = await send(stream, encode, openSource(file, context), { bytes, context });
    const seconds = (performance.now() - began) / 1000;
    const perSecond = Math.round(published / Math.max(seconds, 0.001));
    terminal.result(
      { command: 'stream publish', topic, engine: stream.engine, published, lines: lastLine, seconds, perSecond },
      `Published ${counted(published)} events to ${topic} in ${seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds)} (${counted(perSecond)} a second).`,
    );
  });
}

type Encode = (line: Line) => StreamRecord;

function encoder(topic: string, { type, version, key, id, source }: PublishOptions): Encode {
  // The consumers validate the fields; the attributes and the size have the same limits as those of every event.
  const contract = defineEvent({ type: type ?? topic, version, topic, schema: z.looseObject({}), key: () => '' });
  return (line) => {
    const data = parseLine(line);
    if (line.bytes.length > MAX_EVENT_BYTES) throw badLine(line.number, 'is too long', `${line.bytes.length} bytes`);
    const attributes = { source, ...(id === undefined ? {} : { id: fieldOf(data, id, line.number) }) };
    const { headers } = inLine(line.number, () => encodeEvent(contract, data, attributes));
    // The value is sent as it was written: parsing and writing it again would lose digits of long numbers.
    return { topic, key: key === undefined ? null : fieldOf(data, key, line.number), value: line.bytes, headers };
  };
}

/** Adds the line number to the error of an event's own check. */
function inLine<T>(number: number, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof LintelError)) throw error;
    throw badLine(number, 'is not an event', error.received ?? error.problem, error);
  }
}

async function check(source: Readable, encode: Encode, { terminal, signal }: CommandContext): Promise<void> {
  try {
    for await (const lines of readLines(source)) {
      for (const line of lines) encode(line);
      terminal.progress(`Checking line ${counted(lines.at(-1)?.number ?? 0)} …`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw told(error, 'Nothing was published.');
  }
}

async function send(
  stream: EventStream,
  encode: Encode,
  source: Readable,
  { bytes, context }: { bytes: number | undefined; context: CommandContext },
): Promise<{ published: number; lastLine: number }> {
  const { terminal, signal } = context;
  const began = performance.now();
  let published = 0;
  let lastLine = 0;
  let sent = 0;
  const publishAll = async (lines: readonly Line[], records: readonly StreamRecord[]): Promise<void> => {
    await stream.publish(records);
    published += records.length;
    lastLine = lines.at(records.length - 1)?.number ?? lastLine;
    sent += records.reduce((sum, { value }) => sum + (value?.length ?? 0) + 1, 0);
    const rate = counted(published / ((performance.now() - began) / 1000));
    const share = bytes === undefined ? '' : `${bar(sent / bytes)} `;
    terminal.progress(`${share}${counted(published)} published, ${rate} a second`);
  };
  try {
    for await (const lines of readLines(source)) {
      const records: StreamRecord[] = [];
      try {
        for (const line of lines) records.push(encode(line));
      } finally {
        // The lines before a bad line of standard input are published.
        if (records.length > 0) await publishAll(lines, records);
      }
      signal.throwIfAborted();
    }
  } catch (error) {
    const how =
      published === 0
        ? 'Nothing was published for certain.'
        : `Published: the ${counted(published)} events up to line ${lastLine}.`;
    throw told(signal.aborted ? signal.reason : error, how);
  }
  return { published, lastLine };
}

/** Undefined if it cannot be read twice. */
async function sizeOf(file: string | undefined): Promise<number | undefined> {
  if (file === undefined || file === '-') return undefined;
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new Error('a folder');
    return found.isFile() ? found.size : undefined;
  } catch (cause) {
    throw new LintelError('NOT_FOUND', {
      problem: `${file} cannot be read.`,
      expected: 'a file of JSON lines, or - for standard input',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Check the path and the read permission.',
      cause,
    });
  }
}

function openSource(file: string | undefined, { stdin, signal }: CommandContext): Readable {
  const source = file === undefined || file === '-' ? stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES });
  return addAbortSignal(signal, source);
}

/** Adds to an error how far publishing came. */
function told(error: unknown, how: string): unknown {
  if (!(error instanceof LintelError)) return error;
  return new LintelError(error.code, {
    problem: `${error.problem} ${how}`,
    ...(error.expected === undefined ? {} : { expected: error.expected }),
    ...(error.received === undefined ? {} : { received: error.received }),
    cure: error.cure,
    retryable: error.retryable,
    cause: error,
  });
}
