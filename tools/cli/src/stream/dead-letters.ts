import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { type DeadLetterSummary, LintelError } from '@lintel/contracts';
import {
  countDeadLetters,
  discardDeadLetter,
  discardDeadLetters,
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  summariseDeadLetter,
  viewDeadLetter,
} from '@lintel/streams';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';
import { contentOf } from './tail';

export interface DeadLettersOptions extends ConnectionOptions {
  readonly group: string;
  readonly all?: boolean;
  readonly limit?: number;
  readonly offset?: number;
  readonly value?: string;
}

/** Lists the dead letters that wait, or all. */
export async function list(options: DeadLettersOptions, context: CommandContext): Promise<void> {
  const { group, all = false, limit = 50 } = options;
  await withStream(options, context, async (stream) => {
    const { kept, waiting } = await countDeadLetters(stream, group);
    const found = all ? kept : waiting;
    const letters = await listDeadLetters(stream, group, { limit, waitingOnly: !all });
    const shown = letters.map((letter) => answerOf(summariseDeadLetter(letter)));
    context.terminal.result(
      { command: 'stream dead-letters list', group, found, letters: shown },
      describe(group, shown, found),
    );
  });
}

/** Shows one dead letter with everything that is known about it. */
export async function show(options: DeadLettersOptions & { offset: number }, context: CommandContext): Promise<void> {
  const { group, offset } = options;
  await withStream(options, context, async (stream) => {
    const letter = await showDeadLetter(stream, group, offset);
    const { stack, value, encoding, ...facts } = answerOf(viewDeadLetter(letter));
    const content = encoding === 'base64' ? { base64: value } : contentOf(letter.value);
    const rows = Object.entries({ ...facts, ...content }).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? fact : JSON.stringify(fact),
    ]);
    context.terminal.result(
      { command: 'stream dead-letters show', group, letter: { ...facts, stack, ...content } },
      `${table(['', ''], rows).trimStart()}\n\n${stack ?? ''}`,
    );
  });
}

/** Replays one dead letter, as it is or corrected, or all that wait. */
export async function replay(options: DeadLettersOptions, context: CommandContext): Promise<void> {
  const { group, offset, value: file } = options;
  if (file !== undefined && offset === undefined) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: 'A new value applies to one dead letter.',
      expected: '--value FILE with --offset N',
      cure: 'Name the dead letter: `lintel stream dead-letters list` shows the offsets.',
    });
  }
  const value = file === undefined ? undefined : await readValue(file);
  await withStream(options, context, async (stream) => {
    if (offset !== undefined) {
      await replayDeadLetter(stream, group, offset, value === undefined ? {} : { value, editedBy: whoAmI() });
      context.terminal.result(
        { command: 'stream dead-letters replay', group, offset, replayed: 1, left: 0, edited: value !== undefined },
        `Sent the dead letter ${offset} back to ${group}${value === undefined ? '' : ' with its new value'}.`,
      );
      return;
    }
    const { replayed, left } = await replayDeadLetters(stream, group);
    const kept =
      left === 0
        ? ''
        : ` ${counted(left)} still wait: they were too large to be stored, so their values are only at their origin (--offset N --value FILE).`;
    context.terminal.result(
      { command: 'stream dead-letters replay', group, replayed, left },
      `Sent ${counted(replayed)} dead letters back to ${group}.${kept}`,
    );
  });
}

/** Discards one dead letter, or all that wait. */
export async function discard(options: DeadLettersOptions, context: CommandContext): Promise<void> {
  const { group, offset } = options;
  await withStream(options, context, async (stream) => {
    let discarded = 1;
    if (offset === undefined) discarded = await discardDeadLetters(stream, group);
    else await discardDeadLetter(stream, group, offset);
    const what = offset === undefined ? `${counted(discarded)} dead letters` : `the dead letter ${offset}`;
    context.terminal.result(
      { command: 'stream dead-letters discard', group, ...(offset === undefined ? {} : { offset }), discarded },
      `Discarded ${what} of ${group}; \`list --all\` still shows ${offset === undefined ? 'them' : 'it'}.`,
    );
  });
}

async function readValue(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new LintelError('NOT_FOUND', {
      problem: `${file} cannot be read.`,
      expected: 'a file with the new value, as JSON',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Check the path and the read permission.',
      cause,
    });
  }
}

/** The source name of the edited event. */
function whoAmI(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container, a user may have only a number.
    return 'lintel-cli';
  }
}

/** The names that scripts rely on. */
function answerOf<Letter extends DeadLetterSummary>({ eventType, eventId, ...letter }: Letter) {
  return { ...letter, waiting: letter.state === 'waiting', type: eventType, id: eventId };
}

type LetterAnswer = ReturnType<typeof answerOf<DeadLetterSummary>>;

function describe(group: string, letters: readonly LetterAnswer[], found: number): string {
  if (letters.length === 0) return `No dead letters wait in ${group}.`;
  const rows = letters.map(({ offset, failedAt, type, origin, attempts, code, message, state }) => [
    String(offset),
    failedAt,
    type ?? '-',
    `${origin.topic} ${origin.partition}:${origin.offset}`,
    String(attempts),
    state === 'waiting' ? code : `${code} (${state})`,
    (message.split('\n')[0] ?? '').slice(0, 60),
  ]);
  const more = found > letters.length ? `\n… and ${counted(found - letters.length)} more (--limit)` : '';
  return `${table(['offset', 'failed at', 'type', 'origin', 'attempts', 'code', 'why'], rows)}${more}`;
}
