import { z } from 'zod';
import type { EventContract } from './event-contract';
import { LintelError } from './lintel-error';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The parts of an event type that other programs may rely on; stored in the repository once released. */
export interface ReleasedEvent {
  readonly topic: string;
  readonly partitions: number;
  readonly schema: JsonSchema;
}
/** By wire type. */
export type ReleasedEvents = Readonly<Record<string, ReleasedEvent>>;

/** @returns JSON Schema 2020-12 of the data in its wire format */
export function eventJsonSchema({ wireType, schema }: EventContract): JsonSchema {
  try {
    return z.toJSONSchema(schema, { io: 'input' });
  } catch (cause) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The schema of the event "${wireType}" has no JSON form.`,
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Use what JSON can carry: z.iso.datetime() or a codec in place of z.date(), a number in place of z.bigint().',
      cause,
    });
  }
}

export function releaseEvents(contracts: readonly EventContract[]): ReleasedEvents {
  return Object.fromEntries(
    contracts.map((contract) => [
      contract.wireType,
      { topic: contract.topic, partitions: contract.partitions, schema: eventJsonSchema(contract) },
    ]),
  );
}

/** Whether any field is declared personal, health or financial. */
export function isClassified(contract: EventContract): boolean {
  return JSON.stringify(eventJsonSchema(contract)).includes('"x-data-class"');
}
