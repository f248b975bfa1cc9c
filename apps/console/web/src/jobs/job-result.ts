import { messageSchema, type Job, type Message } from '@lintel/contracts';
import { z } from 'zod';

const count = z.number().catch(0);
const outcomeSchema = z.enum(['champion', 'challenger', 'waiting', 'refused']);

const judgedSchema = z.object({
  versionId: z.string().optional().catch(undefined),
  number: z.number().optional().catch(undefined),
  accuracy: z.number().nullable().catch(null),
  gatesPassed: z.boolean().optional().catch(undefined),
  refusals: z.array(messageSchema).catch([]),
  outcome: outcomeSchema.optional().catch(undefined),
});
const backfilledSchema = judgedSchema
  .pick({ versionId: true, number: true })
  .extend({ examples: count, changed: count, unreadable: count });
const removedSchema = z.object({ what: z.string(), removed: z.number(), keptDays: z.number().nullable().catch(null) });
const retainedSchema = z.object({
  preview: z.boolean().catch(false),
  removed: z.array(removedSchema).catch([]),
});

/** Rows of one kind that retention removed, or would remove. */
export type Removed = z.infer<typeof removedSchema>;

/** What came of a job, by its kind. */
export type JobResult =
  | {
      readonly kind: 'judged';
      readonly versionId: string | undefined;
      readonly number: number | undefined;
      readonly accuracy: number | null;
      readonly outcome: z.infer<typeof outcomeSchema> | 'passed';
      readonly refusals: readonly Message[];
    }
  | ({ readonly kind: 'backfilled' } & z.infer<typeof backfilledSchema>)
  | ({ readonly kind: 'retained' } & z.infer<typeof retainedSchema>);

/** @returns null where the job has no result yet */
export function readJobResult({ kind, result }: Pick<Job, 'kind' | 'result'>): JobResult | null {
  if (result === null) return null;
  if (kind === 'backfill') return { kind: 'backfilled', ...backfilledSchema.parse(result) };
  if (kind === 'retain') return { kind: 'retained', ...retainedSchema.parse(result) };
  const { gatesPassed, outcome, ...rest } = judgedSchema.parse(result);
  return { kind: 'judged', ...rest, outcome: outcome ?? (gatesPassed === false ? 'refused' : 'passed') };
}

/** @returns the rows of all kinds together */
export function rowsOf(removed: readonly Removed[]): number {
  return removed.reduce((sum, one) => sum + one.removed, 0);
}
