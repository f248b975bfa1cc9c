import { LintelError } from '@lintel/contracts';
import { z } from 'zod';
import type { EventStream } from '../event-stream';
import { lookThrough } from './read-topic';
import { DEAD_LETTERS_KEPT_MS, RetryTopics } from './retry-topics';
import { SettledLetters, type LetterOutcome, type OffsetRange } from './settled-letters';

/**
 * A broker deletes whole segments of a log, so a letter may outlive its retention by the duration of a segment. A mark
 * must outlive its letter, otherwise the letter would be waiting again.
 */
const MARKS_KEPT_MS = 4 * DEAD_LETTERS_KEPT_MS;

const markSchema = z.object({
  from: z.int().min(0),
  to: z.int().min(0),
  outcome: z.enum(['replayed', 'discarded']),
});

interface Ledger {
  settled: SettledLetters;
  /** First offset of the log that is not in `settled` yet. */
  next: number;
  turn: Promise<unknown>;
}

/** Marks are only ever added, so what was read is not read again. */
const ledgers = new WeakMap<EventStream, Map<string, Ledger>>();

/** @throws LintelError STREAM_UNAVAILABLE */
export async function readSettled(stream: EventStream, group: string): Promise<SettledLetters> {
  const ledger = ledgerOf(stream, group);
  const turn = ledger.turn.then(() => catchUp(stream, group, ledger));
  ledger.turn = turn.catch(() => undefined);
  await turn;
  return ledger.settled;
}

/**
 * Marks letters as settled, permanently and for all readers. For a replay, call it after the letters were published:
 * after a crash in between they are replayed twice, with the same event ids, and none is lost.
 */
export async function settle(
  stream: EventStream,
  group: string,
  ranges: readonly OffsetRange[],
  outcome: LetterOutcome,
): Promise<void> {
  if (ranges.length === 0) return;
  const { settled: topic } = new RetryTopics(group, [0]);
  await stream.createTopics([{ name: topic, partitions: 1, retentionMs: MARKS_KEPT_MS }]);
  const headers = { 'content-type': 'application/json' };
  await stream.publish(
    ranges.map(({ from, to }) => {
      const mark: z.input<typeof markSchema> = { from, to, outcome };
      return { topic, key: null, value: Buffer.from(JSON.stringify(mark)), headers };
    }),
  );
}

async function catchUp(stream: EventStream, group: string, ledger: Ledger): Promise<void> {
  const { settled: topic } = new RetryTopics(group, [0]);
  const range = await stream.topicOffsets(topic).then(
    ([only]) => only,
    (error: unknown) => {
      // Nothing has been settled yet.
      if (error instanceof LintelError && error.code === 'TOPIC_MISSING') return undefined;
      throw error;
    },
  );
  if (range === undefined || range.high < ledger.next) {
    // The topic was deleted manually, together with its letters.
    ledger.settled = new SettledLetters();
    ledger.next = 0;
  }
  if (range === undefined || range.high <= Math.max(ledger.next, range.low)) return;
  await lookThrough(stream, { topic, group, from: ledger.next }, ({ offset, value }) => {
    const mark = markSchema.safeParse(parsed(value));
    // Records of any other format are ignored.
    if (mark.success) ledger.settled.add(mark.data, mark.data.outcome);
    ledger.next = offset + 1;
    return true;
  });
}

function ledgerOf(stream: EventStream, group: string): Ledger {
  const ours = ledgers.get(stream) ?? new Map<string, Ledger>();
  ledgers.set(stream, ours);
  const ledger = ours.get(group) ?? { settled: new SettledLetters(), next: 0, turn: Promise.resolve() };
  ours.set(group, ledger);
  return ledger;
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
}
