import { RecentQuantiles } from './recent-quantiles';
import { type AnswerSummary } from '../tasks/served-task';

/** Answers of one model; in shadow mode only over the pairs, so that both sides cover the same examples. */
export interface SideReport {
  readonly id: string;
  readonly examples: number;
  /** Null if nothing was answered, or the task has no confidence. */
  readonly meanConfidence: number | null;
  readonly unsure: number;
  /** How often each answer was given, by its label. */
  readonly outcomeCounts: Readonly<Record<string, number>>;
  /** Latency of whole requests over the latest 1,024; null if there was none. */
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
}

/** An example to which the two gave different answers. */
export interface DifferentExample {
  /** Id given by the caller. */
  readonly id: string;
  /** In [0, 1]; null if the task has no confidence. */
  readonly championConfidence: number | null;
  readonly challengerConfidence: number | null;
}

export interface OutcomeChange {
  /** Labels of the two answers. */
  readonly championOutcome: string;
  readonly challengerOutcome: string;
  readonly count: number;
  /** The latest ones, newest first; at most `EXAMPLES_PER_CHANGE`. */
  readonly examples: readonly DifferentExample[];
}

/** Most examples kept of one pair of answers. */
export const EXAMPLES_PER_CHANGE = 8;
/** Most examples kept of all pairs together; afterwards only pairs that have some already replace theirs. */
const MOST_EXAMPLES = 512;

export interface PairReport {
  /** Examples that both answered. */
  readonly examples: number;
  /** Examples for which both gave the same answer. */
  readonly agreements: number;
  /** The differences, most frequent first. */
  readonly changes: readonly OutcomeChange[];
}

export interface ComparisonReport {
  readonly mode: 'shadow' | 'canary';
  readonly champion: SideReport;
  readonly challenger: SideReport;
  /** Null in canary mode, in which no example is answered by both. */
  readonly pairs: PairReport | null;
  /** Examples skipped because the challenger could not keep up. */
  readonly dropped: number;
  /** Examples that the champion answered and the challenger failed on. */
  readonly failed: number;
}

/** Compares a champion and a challenger on live requests. Stores sums and the ids of a limited number of examples, so memory use is constant. */
export class Comparison {
  private readonly champion: Side;
  private readonly challenger: Side;
  private readonly changes = new Map<string, Map<string, Change>>();
  private examplesKept = 0;
  private agreements = 0;
  private dropped = 0;
  private failed = 0;

  constructor(
    championId: string,
    challengerId: string,
    readonly mode: ComparisonReport['mode'],
    /** Whether two answers to one example are the same. */
    private readonly agrees: (one: AnswerSummary, other: AnswerSummary) => boolean,
  ) {
    this.champion = new Side(championId);
    this.challenger = new Side(challengerId);
  }

  /** Adds a request that one of them answered. */
  add(side: 'champion' | 'challenger', answers: readonly (AnswerSummary | null)[], latencyMs: number): void {
    for (const answer of answers) if (answer) this[side].add(answer);
    this[side].latencyMs.add(latencyMs);
  }

  /** Adds a request that both answered; answers and ids are in the same order. */
  addPairs(
    champion: { readonly answers: readonly (AnswerSummary | null)[]; readonly latencyMs: number },
    challenger: { readonly answers: readonly (AnswerSummary | null)[]; readonly latencyMs: number },
    ids: readonly string[] = [],
  ): void {
    champion.answers.forEach((answer, index) => {
      const other = challenger.answers[index];
      if (answer && other) this.addPair(answer, other, ids[index]);
      else if (answer) this.failed++;
    });
    this.champion.latencyMs.add(champion.latencyMs);
    this.challenger.latencyMs.add(challenger.latencyMs);
  }

  drop(examples: number): void {
    this.dropped += examples;
  }

  fail(examples: number): void {
    this.failed += examples;
  }

  report(): ComparisonReport {
    const changes = [...this.changes].flatMap(([championOutcome, counts]) =>
      [...counts].map(([challengerOutcome, change]) => ({ championOutcome, challengerOutcome, ...change })),
    );
    changes.sort((one, other) => other.count - one.count);
    return {
      mode: this.mode,
      champion: this.champion.report(),
      challenger: this.challenger.report(),
      pairs:
        this.mode === 'canary'
          ? null
          : { examples: this.champion.report().examples, agreements: this.agreements, changes },
      dropped: this.dropped,
      failed: this.failed,
    };
  }

  private addPair(answer: AnswerSummary, other: AnswerSummary, id: string | undefined): void {
    this.champion.add(answer);
    this.challenger.add(other);
    if (this.agrees(answer, other)) {
      this.agreements++;
      return;
    }
    const [from, to] = [labelOf(answer), labelOf(other)];
    const changes = this.changes.get(from) ?? new Map<string, Change>();
    const { count, examples } = changes.get(to) ?? { count: 0, examples: [] };
    const example = { championConfidence: answer.confidence, challengerConfidence: other.confidence };
    const kept = id === undefined ? examples : this.withExample(examples, { id, ...example });
    changes.set(to, { count: count + 1, examples: kept });
    this.changes.set(from, changes);
  }

  private withExample(examples: readonly DifferentExample[], newest: DifferentExample): readonly DifferentExample[] {
    const room = this.examplesKept < MOST_EXAMPLES ? EXAMPLES_PER_CHANGE : examples.length;
    const next = [newest, ...examples].slice(0, room);
    this.examplesKept += next.length - examples.length;
    return next;
  }
}

type Change = Pick<OutcomeChange, 'count' | 'examples'>;

/** Numbers are rounded to two significant digits, so that their labels are few. */
const labelOf = ({ outcome }: AnswerSummary): string =>
  typeof outcome === 'number' ? String(Number(outcome.toPrecision(2))) : outcome;

class Side {
  readonly latencyMs = new RecentQuantiles();
  private readonly outcomeCounts = new Map<string, number>();
  private examples = 0;
  private confident = 0;
  private confidenceSum = 0;
  private unsure = 0;

  constructor(private readonly id: string) {}

  add(answer: AnswerSummary): void {
    const { confidence, unsure } = answer;
    this.examples++;
    if (confidence !== null) {
      this.confident++;
      this.confidenceSum += confidence;
    }
    if (unsure) this.unsure++;
    const label = labelOf(answer);
    this.outcomeCounts.set(label, (this.outcomeCounts.get(label) ?? 0) + 1);
  }

  report(): SideReport {
    return {
      id: this.id,
      examples: this.examples,
      meanConfidence: this.confident === 0 ? null : this.confidenceSum / this.confident,
      unsure: this.unsure,
      outcomeCounts: Object.fromEntries(this.outcomeCounts),
      latencyMs: { p50: this.latencyMs.quantile(0.5), p95: this.latencyMs.quantile(0.95) },
    };
  }
}
