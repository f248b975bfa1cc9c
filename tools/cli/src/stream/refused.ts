import { LintelError } from '@lintel/contracts';
import { installDeliveryTables, listRefusedEvents, retryRefusedEvents, type RefusedEvent } from '@lintel/streams';
import { type CommandContext } from '../command-context';
import { withDatabase, type DatabasePlace } from '../database-place';
import { counted, table } from '../terminal/wording';

export interface ListRefusedOptions extends DatabasePlace {
  readonly limit?: number;
}

export interface RetryRefusedOptions extends DatabasePlace {
  readonly number?: number;
}

/** The events that the broker refused for good, with the cause. */
export async function list({ limit = 50, ...place }: ListRefusedOptions, context: CommandContext): Promise<void> {
  await withDatabase(place, context, async (database) => {
    await installDeliveryTables((work) => database.transaction(work));
    const events = await listRefusedEvents(database.manager, limit);
    const text =
      events.length === 0
        ? 'The broker has refused no event.'
        : `${table(['number', 'refused', 'topic', 'key', 'bytes', 'tries', 'cause'], events.map(rowOf))}\n` +
          'Remove the cause, then: lintel stream refused retry';
    context.terminal.result({ command: 'stream refused list', events }, text);
  });
}

/** Lets the apps publish them again: all of them, or one. */
export async function retry({ number, ...place }: RetryRefusedOptions, context: CommandContext): Promise<void> {
  await withDatabase(place, context, async (database) => {
    await installDeliveryTables((work) => database.transaction(work));
    const retried = await database.transaction((transaction) => retryRefusedEvents(transaction, number));
    if (number !== undefined && retried === 0) throw noSuchEvent(number);
    context.terminal.result(
      { command: 'stream refused retry', retried },
      `${counted(retried)} events are published again. Those that are refused once more come back into the list.`,
    );
  });
}

function rowOf({ seq, refusedAt, topic, key, bytes, tries, code, cause }: RefusedEvent): string[] {
  const why = `${code}: ${cause.split('\n')[0] ?? ''}`.slice(0, 80);
  return [String(seq), refusedAt, topic, key ?? '-', counted(bytes), String(tries), why];
}

function noSuchEvent(number: number): LintelError {
  return new LintelError('NOT_FOUND', {
    problem: `No refused event has the number ${number}.`,
    cure: '`lintel stream refused list` shows the numbers.',
  });
}
