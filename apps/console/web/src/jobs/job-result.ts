import { headlineSchema, type Headline, type Job, type Message } from '@lintel/contracts';

const OUTCOMES = ['champion', 'challenger', 'waiting', 'refused', 'passed'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Rows of one kind that retention removed, or would remove. */
export interface Removed {
  readonly what: string;
  readonly removed: number;
  /** Number of days after which they are removed; null if the trainer did not report it. */
  readonly keptDays: number | null;
}

interface OfVersion {
  readonly versionId: string | null;
  readonly number: number | null;
}

/** The result of a job, by its kind. */
export type JobResult =
  | (OfVersion & {
      readonly kind: 'judged';
      /** The main figure of the version; null if it was not evaluated. */
      readonly headline: Headline | null;
      readonly outcome: Outcome;
      /** Why it was refused; empty if it was not, or in jobs from before reasons were kept. */
      readonly refusals: readonly Message[];
    })
  | (OfVersion & {
      readonly kind: 'backfilled';
      readonly examples: number;
      readonly changed: number;
      readonly unreadable: number;
    })
  | { readonly kind: 'retained'; readonly preview: boolean; readonly removed: readonly Removed[] };

/** @returns null if the job has no result yet */
export function readJobResult({ kind, result }: Pick<Job, 'kind' | 'result'>): JobResult | null {
  if (result === null) return null;
  const version = { versionId: textOf(result['versionId']), number: numberOf(result['number']) };
  const count = (name: string): number => numberOf(result[name]) ?? 0;
  if (kind === 'backfill') {
    const counts = { examples: count('examples'), changed: count('changed'), unreadable: count('unreadable') };
    return { kind: 'backfilled', ...version, ...counts };
  }
  if (kind === 'retain') {
    return { kind: 'retained', preview: result['preview'] === true, removed: listOf(result['removed']).map(removedOf) };
  }
  const told = OUTCOMES.find((outcome) => outcome === result['outcome']);
  return {
    kind: 'judged',
    ...version,
    headline: headlineSchema.safeParse(result['headline']).data ?? null,
    outcome: told ?? (result['gatesPassed'] === false ? 'refused' : 'passed'),
    refusals: listOf(result['refusals']).flatMap(messageOf),
  };
}

/** @returns the number of rows of all kinds */
export function rowsOf(removed: readonly Removed[]): number {
  return removed.reduce((sum, one) => sum + one.removed, 0);
}

type Fields = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter((one): one is Fields => typeof one === 'object' && one !== null) : [];

function removedOf({ what, removed, keptDays }: Fields): Removed {
  return { what: textOf(what) ?? '', removed: numberOf(removed) ?? 0, keptDays: numberOf(keptDays) };
}

function messageOf({ code, values }: Fields): Message[] {
  if (typeof code !== 'string' || typeof values !== 'object' || values === null) return [];
  return [{ code, values: values as Message['values'] }];
}
