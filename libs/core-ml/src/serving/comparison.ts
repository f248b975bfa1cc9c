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

export interface ClassChange {
  readonly championClass: string;
  readonly challengerClass: string;
  readonly count: number;
}

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

/** Compares a champion and a challenger on live requests. Stores sums, so memory use is constant. */
export class Comparison {
  private readonly champion: Side;
  private readonly challenger: Side;
  private readonly changes = new Map<string, Map<string, number>>();
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

  /** Adds a request that both answered; the answers are in the same order. */
  addPairs(
    champion: { readonly answers: readonly (ComparedAnswer | null)[]; readonly latencyMs: number },
    challenger: { readonly answers: readonly (ComparedAnswer | null)[]; readonly latencyMs: number },
  ): void {
    champion.answers.forEach((answer, index) => {
      const other = challenger.answers[index];
      if (answer && other) this.addPair(answer, other);
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
      [...counts].map(([challengerClass, count]) => ({ championClass, challengerClass, count })),
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

  private addPair(answer: ComparedAnswer, other: ComparedAnswer): void {
    this.champion.add(answer);
    this.challenger.add(other);
    if (answer.className === other.className) {
      this.agreements++;
      return;
    }
    const counts = this.changes.get(answer.className) ?? new Map<string, number>();
    counts.set(other.className, (counts.get(other.className) ?? 0) + 1);
    this.changes.set(answer.className, counts);
  }
}

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
