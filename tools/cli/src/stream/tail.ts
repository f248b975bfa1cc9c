import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { type EventStream, type ReceivedRecord } from '@lintel/streams';
import { type CommandContext } from '../command-context';
import { counted } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';
import { momentOf } from './moment';

export interface TailOptions extends ConnectionOptions {
  readonly from: string;
  readonly limit?: number;
}

const NEVER_MS = 3_600_000;

/** Shows events until the limit or Ctrl-C, which is the normal way to end it. */
export async function tail(topic: string, options: TailOptions, context: CommandContext): Promise<void> {
  const from = momentOf(options.from);
  await withStream(options, context, async (stream) => {
    // A group of its own takes no events from others. Its offsets are set before it reports that it listens.
    const group = `lintel.tail-${randomUUID()}`;
    await stream.resetOffsets(group, topic, from);
    context.terminal.say(`Listening to ${topic} (${stream.engine}); Ctrl-C ends it.`);
    const shown = await show(stream, { group, topic, limit: options.limit ?? Infinity }, context);
    await stream.deleteGroup(group);
    context.terminal.say(`${counted(shown)} shown.`);
  });
}

async function show(
  stream: EventStream,
  { group, topic, limit }: { group: string; topic: string; limit: number },
  { terminal, signal }: CommandContext,
): Promise<number> {
  let shown = 0;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  if (signal.aborted) return shown;
  signal.addEventListener('abort', end, { once: true });
  const onError = (error: unknown): void => terminal.say(error instanceof Error ? error.message : String(error));
  const subscription = stream.subscribe({ group, topics: [topic], concurrency: 1, onError }, ({ records }) => {
    for (const record of records) {
      if (shown >= limit || signal.aborted) {
        return Promise.resolve({ fromOffset: record.offset, afterMs: NEVER_MS });
      }
      const event = eventOf(record);
      terminal.result(event, describe(event));
      shown += 1;
      if (shown === limit) end();
    }
    return Promise.resolve();
  });
  await ended;
  signal.removeEventListener('abort', end);
  await subscription.stop();
  return shown;
}

function eventOf({ partition, offset, timestampMs, key, headers, value }: ReceivedRecord) {
  return {
    partition,
    offset,
    timestamp: momentText(timestampMs),
    key,
    type: headers['ce_type'] ?? null,
    id: headers['ce_id'] ?? null,
    headers,
    ...contentOf(value),
  };
}

/** A foreign publisher may send any number, also one outside the range of dates. */
function momentText(timestampMs: number): string {
  const time = new Date(timestampMs);
  return Number.isNaN(time.getTime()) ? String(timestampMs) : time.toISOString();
}

/** A value that is not JSON is shown as text, and one that is not UTF-8 in base64. */
export function contentOf(value: Buffer | null): { data: unknown } | { text: string } | { base64: string } {
  if (value !== null && !isUtf8(value)) return { base64: value.toString('base64') };
  const text = value?.toString('utf8') ?? 'null';
  try {
    return { data: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}

function describe(event: ReturnType<typeof eventOf>): string {
  const content = 'data' in event ? JSON.stringify(event.data) : 'text' in event ? event.text : event.base64;
  return [event.timestamp, `${event.partition}:${event.offset}`, event.key ?? '-', event.type ?? '-', content].join(
    '  ',
  );
}
