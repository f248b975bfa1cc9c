import { LintelError } from '@lintel/contracts';
import { isSealed, undefinedIfErased, type EventSeal } from './event-seal';
import { MAX_EVENT_BYTES } from '../event-encoding';
import type { EventStream, PartitionRange, ReceivedRecord, StreamRecord } from '../event-stream';
import { deadLetterOf, isValueOmitted, revivedRecord, type DeadLetter } from './failed-record';
import { checkEditedValue } from './letter-edit';
import { lookThrough } from './read-topic';
import { RetryTopics } from './retry-topics';
import { rangesOf, sizeOf, type LetterOutcome, type SettledLetters } from './settled-letters';
import { readSettled, settle } from './settlement-log';

/** A dead letter with its outcome. */
export interface KeptLetter extends DeadLetter {
  readonly state: 'waiting' | LetterOutcome;
}

/** A dead letter, opened as far as possible. */
export interface OpenedLetter extends KeptLetter {
  /** True if the key of its subject is destroyed. */
  readonly erased: boolean;
}

export interface ReplayOutcome {
  readonly replayed: number;
  /** Number of dead letters without a value: they can be replayed with a new value, or discarded. */
  readonly left: number;
}

export interface LetterReplay {
  /** Replaces the letter's own value; JSON in UTF-8. */
  readonly value?: Buffer;
  readonly editedBy?: string;
  readonly editedAt?: Date;
  /**
   * Throws if the edited event does not match its contract, for example `(record) => decodeEvent(contract, record)`.
   */
  readonly check?: (record: StreamRecord) => unknown;
  /** Required for a sealed letter: the new value is sealed with the key of the old one. */
  readonly seal?: EventSeal;
}

const ERASED = 'The subject of this event was erased.';
/** Letters published and marked together; after a crash, at most this many are replayed twice. */
const CHUNK_LETTERS = 100;
const CHUNK_BYTES = 1_000_000;

/**
 * The dead letters of a group, oldest first.
 * @param options.limit maximum number of letters. Default: 1,000
 * @param options.from first offset in the dead-letter topic
 * @throws LintelError NOT_FOUND if the group has no dead-letter topic, STREAM_UNAVAILABLE
 */
export async function listDeadLetters(
  stream: EventStream,
  group: string,
  options: { readonly limit?: number; readonly waitingOnly?: boolean; readonly from?: number } = {},
): Promise<KeptLetter[]> {
  const { limit = 1_000, waitingOnly = false, from = 0 } = options;
  const { deadLetters, settled, low, high } = await lettersOf(stream, group);
  const waiting = settled.waiting(Math.max(low, from), high);
  const first = waitingOnly ? waiting[0]?.from : Math.max(low, from);
  const last = waitingOnly ? waiting.at(-1)?.to : high - 1;
  const letters: KeptLetter[] = [];
  if (first === undefined || last === undefined || first > last || limit < 1) return letters;
  await lookThrough(stream, { topic: deadLetters, group, from: first }, (record) => {
    const letter = keptLetterOf(record, settled);
    if (!waitingOnly || letter.state === 'waiting') letters.push(letter);
    return letters.length < limit && record.offset < last;
  });
  return letters;
}

/** The number of letters, without reading them. */
export async function countDeadLetters(
  stream: EventStream,
  group: string,
): Promise<{ readonly kept: number; readonly waiting: number }> {
  const { settled, low, high } = await lettersOf(stream, group);
  return { kept: high - low, waiting: sizeOf(settled.waiting(low, high)) };
}

/**
 * @param offset in the dead-letter topic of the group
 * @throws LintelError NOT_FOUND if the letter does not exist or has expired
 */
export async function showDeadLetter(stream: EventStream, group: string, offset: number): Promise<KeptLetter> {
  const { record, settled } = await letterAt(stream, group, offset);
  return keptLetterOf(record, settled);
}

/**
 * Sends one dead letter back to its own group only, and resets its attempts. It keeps its event id, so if two people
 * replay it at the same time, the inbox drops the second.
 * @throws LintelError NOT_FOUND if it is not waiting, EVENT_INVALID or EVENT_TOO_LARGE if the edited or kept value
 *   cannot be sent, and what `check` throws
 */
export async function replayDeadLetter(
  stream: EventStream,
  group: string,
  offset: number,
  { value, editedBy = 'unknown', editedAt = new Date(), check, seal }: LetterReplay = {},
): Promise<void> {
  const { record, settled, topics } = await letterAt(stream, group, offset);
  refuseSettled(settled, group, offset);
  if (value === undefined && isValueOmitted(record)) throw omitted(group, offset);
  const edit = value === undefined ? undefined : { value, by: editedBy, at: editedAt };
  let revived = revivedRecord(topics.after(1)!, record, edit);
  if (value !== undefined) {
    checkEditedValue(value, record.headers['ce_type'] ?? group);
    await check?.(revived);
    if (isSealed(record)) revived = await sealEdited(seal, group, revived, value);
  }
  await stream.publish([revived]);
  await settle(stream, group, rangesOf([offset]), 'replayed');
}

/**
 * A dead letter as an authorised person sees it.
 * @returns without the value and the error's text if its subject was erased; still sealed if no key fits, for example
 *   because another program wrote it
 */
export async function openLetter(seal: EventSeal, group: string, letter: KeptLetter): Promise<OpenedLetter> {
  if (!isSealed(letter)) return { ...letter, erased: false };
  const opened = await seal.open(group, letter).catch((error: unknown) => {
    if (error instanceof LintelError && error.code === 'ARTIFACT_CORRUPT') return letter;
    return undefinedIfErased(error);
  });
  if (opened === letter) return { ...letter, erased: false };
  if (opened === undefined) return { ...letter, value: null, message: ERASED, stack: undefined, erased: true };
  const { headers } = opened;
  const message = headers['lintel-error-message'] ?? letter.message;
  return { ...opened, message, stack: headers['lintel-error-stack'], erased: false };
}

async function sealEdited(
  seal: EventSeal | undefined,
  group: string,
  record: StreamRecord,
  value: Buffer,
): Promise<StreamRecord> {
  if (seal === undefined) {
    throw new LintelError('EVENT_INVALID', {
      problem: 'The letter is sealed, and this program has no key to seal a new value.',
      cure: 'Replay it as it is, or correct it in the console.',
    });
  }
  return seal.sealLike(group, { ...record, value, headers: record.headers ?? {} }, value);
}

/**
 * Discards one dead letter. Its topic keeps it until the retention ends.
 * @throws LintelError NOT_FOUND if it is not waiting
 */
export async function discardDeadLetter(stream: EventStream, group: string, offset: number): Promise<void> {
  const { settled, low, high } = await lettersOf(stream, group);
  if (offset < low || offset >= high) throw absent(group, offset);
  refuseSettled(settled, group, offset);
  await settle(stream, group, rangesOf([offset]), 'discarded');
}

/** Replays all waiting letters, each like `replayDeadLetter`. */
export async function replayDeadLetters(stream: EventStream, group: string): Promise<ReplayOutcome> {
  const { topics, deadLetters, settled, low, high } = await lettersOf(stream, group);
  const first = settled.waiting(low, high)[0]?.from;
  let replayed = 0;
  let left = 0;
  let chunk: ReceivedRecord[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    await stream.publish(chunk.map((record) => revivedRecord(topics.after(1)!, record)));
    await settle(stream, group, rangesOf(chunk.map(({ offset }) => offset)), 'replayed');
    replayed += chunk.length;
    chunk = [];
    bytes = 0;
  };
  if (first === undefined) return { replayed, left };
  await lookThrough(stream, { topic: deadLetters, group, from: first }, async (record) => {
    if (record.offset >= high) return false;
    if (settled.outcomeOf(record.offset) === undefined) {
      // Without its value a letter cannot be handled again; letters written by other programs may be too large.
      if (isValueOmitted(record) || (record.value?.length ?? 0) > MAX_EVENT_BYTES) left += 1;
      else {
        chunk.push(record);
        bytes += record.value?.length ?? 0;
      }
    }
    if (chunk.length >= CHUNK_LETTERS || bytes >= CHUNK_BYTES) await send();
    return true;
  });
  await send();
  return { replayed, left };
}

/** @returns the number of letters discarded */
export async function discardDeadLetters(stream: EventStream, group: string): Promise<number> {
  const { settled, low, high } = await lettersOf(stream, group);
  const waiting = settled.waiting(low, high);
  await settle(stream, group, waiting, 'discarded');
  return sizeOf(waiting);
}

interface Letters {
  readonly topics: RetryTopics;
  readonly deadLetters: string;
  readonly settled: SettledLetters;
  readonly low: number;
  readonly high: number;
}

async function lettersOf(stream: EventStream, group: string): Promise<Letters> {
  const topics = new RetryTopics(group, [0]);
  const { deadLetters } = topics;
  const range: PartitionRange | undefined = await stream.topicOffsets(deadLetters).then(
    ([only]) => only,
    (error: unknown) => {
      const missing = error instanceof LintelError && error.code === 'TOPIC_MISSING';
      throw missing ? absent(group, undefined, error) : error;
    },
  );
  const settled = await readSettled(stream, group);
  return { topics, deadLetters, settled, low: range?.low ?? 0, high: range?.high ?? 0 };
}

async function letterAt(
  stream: EventStream,
  group: string,
  offset: number,
): Promise<Letters & { readonly record: ReceivedRecord }> {
  const letters = await lettersOf(stream, group);
  let found: ReceivedRecord | undefined;
  if (offset >= letters.low && offset < letters.high) {
    await lookThrough(stream, { topic: letters.deadLetters, group, from: offset }, (record) => {
      found = record;
      return false;
    });
  }
  if (found?.offset !== offset) throw absent(group, offset);
  return { ...letters, record: found };
}

function keptLetterOf(record: ReceivedRecord, settled: SettledLetters): KeptLetter {
  return { ...deadLetterOf(record), state: settled.outcomeOf(record.offset) ?? 'waiting' };
}

function refuseSettled(settled: SettledLetters, group: string, offset: number): void {
  const outcome = settled.outcomeOf(offset);
  if (outcome === undefined) return;
  throw new LintelError('NOT_FOUND', {
    problem: `The dead letter ${offset} of "${group}" is no longer waiting.`,
    received: `it was ${outcome}`,
    cure: 'List the waiting letters: another person may have settled it.',
  });
}

function absent(group: string, offset?: number, cause?: unknown): LintelError {
  return new LintelError('NOT_FOUND', {
    problem:
      offset === undefined
        ? `There is no group "${group}" with dead letters.`
        : `The group "${group}" has no dead letter ${offset}.`,
    cure: 'List the groups and their letters: a letter is kept for two weeks.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function omitted(group: string, offset: number): LintelError {
  return new LintelError('EVENT_INVALID', {
    problem: `The dead letter ${offset} of "${group}" has no value: it was too large, and is only at its origin.`,
    cure: 'Replay it with a new value, or discard it.',
  });
}
