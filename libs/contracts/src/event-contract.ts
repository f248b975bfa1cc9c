import { z } from 'zod';
import { LintelError } from './lintel-error';

/** What is agreed of one kind of event: its name, where it travels, what it carries and what keeps it in order. */
export interface EventContract<Schema extends z.ZodType = z.ZodType> {
  /** Past tense, lower case, dotted by domain: `ecommerce.product-recognised`. */
  readonly type: string;
  /** Whole number from 1. A breaking change of the schema is a new version beside the old one. */
  readonly version: number;
  /** The CloudEvents `type` attribute: `ecommerce.product-recognised.v1`. */
  readonly wireType: string;
  readonly topic: string;
  /** Declared once: another number later would move keys to other partitions and break their order. */
  readonly partitions: number;
  /** How long the topic keeps its events, milliseconds. */
  readonly retentionMs: number;
  readonly schema: Schema;
  /** Events with the same key arrive in the order of publication. */
  readonly key: (data: z.output<Schema>) => string;
  /** Whose data it carries, where it carries any: a copy that is kept elsewhere is sealed with their key. */
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

/** The one rule for names of topics and groups, so that both engines and every metric take them as they are. */
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
 * @throws LintelError INVALID_ARGUMENT when a name or number is out of range
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
