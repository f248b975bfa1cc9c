import { RecentQuantiles } from './recent-quantiles';
import { type ComparedAnswer } from './served-request';

/** Answers of one model; in shadow mode only over the pairs, so that both sides cover the same examples. */
export interface SideReport {
  readonly id: string;
  readonly examples: number;
  /** Mean probability of the answered class; null if nothing was answered. */
  readonly meanConfidence: number | null;
  readonly unsure: number;
  readonly classCounts: Readonly<Record<string, number>>;
  /** Latency of whole requests over the latest 1,024; null if there was none. */
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
}

/** An example to which the two gave different classes. */
export interface DifferentExample {
  /** Id given by the caller. */
  readonly id: string;
  /** Probabilities of the two classes, in [0, 1]. */
  readonly championConfidence: number;
  readonly challengerConfidence: number;
}

export interface ClassChange {
  readonly championClass: string;
  readonly challengerClass: string;
  readonly count: number;
  /** The latest ones, newest first; at most `EXAMPLES_PER_CHANGE`. */
  readonly examples: readonly DifferentExample[];
}

/** Most examples kept of one pair of classes. */
export const EXAMPLES_PER_CHANGE = 8;
/** Most examples kept of all pairs together; afterwards only pairs that have some already replace theirs. */
const MOST_EXAMPLES = 512;

export interface PairReport {
  /** Examples that both answered. */
  readonly examples: number;
  /** Examples for which both gave the same class. */
  readonly agreements: number;
  /** The differences, most frequent first. */
  readonly changes: readonly ClassChange[];
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
  ) {
    this.champion = new Side(championId);
    this.challenger = new Side(challengerId);
  }

  /** Adds a request that one of them answered. */
  add(side: 'champion' | 'challenger', answers: readonly (ComparedAnswer | null)[], latencyMs: number): void {
    for (const answer of answers) if (answer) this[side].add(answer);
    this[side].latencyMs.add(latencyMs);
  }

  /** Adds a request that both answered; answers and ids are in the same order. */
  addPairs(
    champion: { readonly answers: readonly (ComparedAnswer | null)[]; readonly latencyMs: number },
    challenger: { readonly answers: readonly (ComparedAnswer | null)[]; readonly latencyMs: number },
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
    const changes = [...this.changes].flatMap(([championClass, counts]) =>
      [...counts].map(([challengerClass, change]) => ({ championClass, challengerClass, ...change })),
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

  private addPair(answer: ComparedAnswer, other: ComparedAnswer, id: string | undefined): void {
    this.champion.add(answer);
    this.challenger.add(other);
    if (answer.className === other.className) {
      this.agreements++;
      return;
    }
    const changes = this.changes.get(answer.className) ?? new Map<string, Change>();
    const { count, examples } = changes.get(other.className) ?? { count: 0, examples: [] };
    const example = { championConfidence: answer.confidence, challengerConfidence: other.confidence };
    const kept = id === undefined ? examples : this.withExample(examples, { id, ...example });
    changes.set(other.className, { count: count + 1, examples: kept });
    this.changes.set(answer.className, changes);
  }

  private withExample(examples: readonly DifferentExample[], newest: DifferentExample): readonly DifferentExample[] {
    const room = this.examplesKept < MOST_EXAMPLES ? EXAMPLES_PER_CHANGE : examples.length;
    const next = [newest, ...examples].slice(0, room);
    this.examplesKept += next.length - examples.length;
    return next;
  }
}

type Change = Pick<ClassChange, 'count' | 'examples'>;

class Side {
  readonly latencyMs = new RecentQuantiles();
  private readonly classCounts = new Map<string, number>();
  private examples = 0;
  private confidenceSum = 0;
  private unsure = 0;

  constructor(private readonly id: string) {}

  add({ className, confidence, unsure }: ComparedAnswer): void {
    this.examples++;
    this.confidenceSum += confidence;
    if (unsure) this.unsure++;
    this.classCounts.set(className, (this.classCounts.get(className) ?? 0) + 1);
  }

  report(): SideReport {
    return {
      id: this.id,
      examples: this.examples,
      meanConfidence: this.examples === 0 ? null : this.confidenceSum / this.examples,
      unsure: this.unsure,
      classCounts: Object.fromEntries(this.classCounts),
      latencyMs: { p50: this.latencyMs.quantile(0.5), p95: this.latencyMs.quantile(0.95) },
    };
  }
}
