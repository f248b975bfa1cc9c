import { z } from 'zod';
import { LintelError } from './lintel-error';

/** The contract of one type of event: its name, topic, schema and ordering key. */
export interface EventContract<Schema extends z.ZodType = z.ZodType> {
  /** Past tense, lower case, dotted by domain: `ecommerce.product-recognised`. */
  readonly type: string;
  /** Integer from 1. A breaking change of the schema is published as a new version beside the old one. */
  readonly version: number;
  /** The CloudEvents `type` attribute: `ecommerce.product-recognised.v1`. */
  readonly wireType: string;
  readonly topic: string;
  /** Fixed once declared: a different number would move keys to other partitions and break their order. */
  readonly partitions: number;
  /** Retention of the topic, milliseconds. */
  readonly retentionMs: number;
  readonly schema: Schema;
  /** Events with the same key are delivered in the order of publication. */
  readonly key: (data: z.output<Schema>) => string;
  /** The subject whose data the event contains, if any. Copies stored elsewhere are sealed with the subject's key. */
  readonly subject?: (data: z.output<Schema>) => string;
}

export interface EventDefinition<Schema extends z.ZodType> {
  readonly type: string;
  readonly version: number;
  readonly topic: string;
  readonly key: (data: z.output<Schema>) => string;
  readonly subject?: (data: z.output<Schema>) => string;
  readonly schema: Schema;
  /** Default: 6. */
  readonly partitions?: number;
  /** Default: 7 days. */
  readonly retentionMs?: number;
}

export type EventData<Contract extends EventContract> = z.output<Contract['schema']>;

/** The naming rule for topics and groups. Both engines and all metrics accept these names unchanged. */
export const topicNameSchema = z
  .string()
  .max(180)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'lower-case letters, digits, dots, hyphens and underscores');

const definitionSchema = z.object({
  type: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower-case words joined by dots and hyphens'),
  version: z.int().min(1),
  topic: topicNameSchema,
  partitions: z.int().min(1).max(1_000),
  retentionMs: z.int().min(60_000),
});

/**
 * Declares an event.
 * @throws LintelError INVALID_ARGUMENT if a name or number is out of range
 */
export function defineEvent<Schema extends z.ZodType>(definition: EventDefinition<Schema>): EventContract<Schema> {
  const contract = {
    ...definition,
    partitions: definition.partitions ?? 6,
    retentionMs: definition.retentionMs ?? 7 * 24 * 3_600_000,
    wireType: `${definition.type}.v${definition.version}`,
  };
  const checked = definitionSchema.safeParse(contract);
  if (!checked.success) {
    throw new LintelError('INVALID_ARGUMENT', {
      problem: `The event contract "${definition.type}" is not valid.`,
      received: z.prettifyError(checked.error),
      cure: 'Correct the named fields in the contract.',
    });
  }
  return Object.freeze(contract);
}
