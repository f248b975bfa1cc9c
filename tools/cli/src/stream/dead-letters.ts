import { LintelError } from '@lintel/contracts';
import { type DeadLetter, type EventStream, listDeadLetters, replayDeadLetters } from '@lintel/data';
import { type CommandContext } from '../command-context';
import { counted, table } from '../terminal/wording';
import { type ConnectionOptions, withStream } from './connection';
import { contentOf } from './tail';

export interface DeadLettersOptions extends ConnectionOptions {
  readonly group: string;
  readonly all?: boolean;
  readonly limit?: number;
}

const MOST_READ = 10_000;

/** The letters that wait, or all. */
export async function list(options: DeadLettersOptions, context: CommandContext): Promise<void> {
  const { group, all = false, limit = 50 } = options;
  await withGroup(options, context, async (stream, done) => {
    const letters = await listDeadLetters(stream, group, { limit: MOST_READ });
    const found = letters.map((letter) => answerOf(letter, done)).filter(({ waiting }) => all || waiting);
    const shown = found.slice(0, limit);
    context.terminal.result(
      { command: 'stream dead-letters list', group, found: found.length, letters: shown },
      describe(group, shown, found.length),
    );
  });
}

/** One letter with everything that is known of it. */
export async function show(options: DeadLettersOptions & { offset: number }, context: CommandContext): Promise<void> {
  const { group, offset } = options;
  await withGroup(options, context, async (stream, done) => {
    const letters = await listDeadLetters(stream, group, { limit: MOST_READ });
    const letter = letters.find(({ offsetInDeadLetters }) => offsetInDeadLetters === offset);
    if (letter === undefined) throw absent(`The group "${group}" has no dead letter ${offset}.`, group);
    const answer = { ...answerOf(letter, done), stack: letter.stack ?? null, ...contentOf(letter.value) };
    const { stack, ...facts } = answer;
    const rows = Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    context.terminal.result(
      { command: 'stream dead-letters show', group, letter: answer },
      `${table(['', ''], rows).trimStart()}\n\n${stack ?? ''}`,
    );
  });
}

/** Sends back all that wait. */
export async function replay(options: DeadLettersOptions, context: CommandContext): Promise<void> {
  const { group } = options;
  await withGroup(options, context, async (stream) => {
    const { replayed, left } = await replayDeadLetters(stream, group);
    const kept = left === 0 ? '' : ` ${counted(left)} stay: too large to be kept, they lie at their origin alone.`;
    context.terminal.result(
      { command: 'stream dead-letters replay', group, replayed, left },
      `Sent ${counted(replayed)} dead letters back to ${group}.${kept}`,
    );
  });
}

/** Counts all that wait as seen. */
export async function discard(options: DeadLettersOptions, context: CommandContext): Promise<void> {
  const { group } = options;
  await withGroup(options, context, async (stream) => {
    const { left } = await replayDeadLetters(stream, group, () => false);
    context.terminal.result(
      { command: 'stream dead-letters discard', group, discarded: left },
      `Discarded ${counted(left)} dead letters of ${group}; \`list --all\` still shows them.`,
    );
  });
}

/** @param work its second argument: the first offset that is not yet replayed nor discarded */
async function withGroup(
  options: DeadLettersOptions,
  context: CommandContext,
  work: (stream: EventStream, done: number) => Promise<void>,
): Promise<void> {
  const { group } = options;
  await withStream(options, context, async (stream) => {
    const topic = `${group}.dead-letters`;
    await stream.topicOffsets(topic).catch((error: unknown) => {
      const missing = error instanceof LintelError && error.code === 'TOPIC_MISSING';
      throw missing ? absent(`There is no group "${group}" with dead letters.`, group, error) : error;
    });
    const [seen] = await stream.groupOffsets(`${topic}.replay`, [topic]);
    await work(stream, seen?.committed ?? 0);
  });
}

function answerOf(letter: DeadLetter, done: number) {
  const { offsetInDeadLetters, eventType, eventId, topic, partition, offset, key, attempts, code, message } = letter;
  return {
    offset: offsetInDeadLetters,
    waiting: offsetInDeadLetters >= done,
    failedAt: letter.failedAt.toISOString(),
    type: eventType ?? null,
    id: eventId ?? null,
    key,
    origin: { topic, partition, offset },
    attempts,
    code,
    message,
  };
}

type LetterAnswer = ReturnType<typeof answerOf>;

function describe(group: string, letters: readonly LetterAnswer[], found: number): string {
  if (letters.length === 0) return `No dead letters wait in ${group}.`;
  const rows = letters.map(({ offset, failedAt, type, origin, attempts, code, message, waiting }) => [
    String(offset),
    failedAt,
    type ?? '-',
    `${origin.topic} ${origin.partition}:${origin.offset}`,
    String(attempts),
    waiting ? code : `${code} (done)`,
    (message.split('\n')[0] ?? '').slice(0, 60),
  ]);
  const more = found > letters.length ? `\n… and ${counted(found - letters.length)} more (--limit)` : '';
  return `${table(['offset', 'failed at', 'type', 'origin', 'attempts', 'code', 'why'], rows)}${more}`;
}

function absent(problem: string, group: string, cause?: unknown): LintelError {
  return new LintelError('NOT_FOUND', {
    problem,
    cure: `\`lintel stream status\` shows the groups; \`lintel stream dead-letters list --all --group ${group}\` the letters.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
