import {
  createRandom,
  DRIFT_SAMPLE_SIZE,
  type DriftObservation,
  type DriftWindowState,
  driftWindowSchema,
  LintelError,
  type Random,
} from '@lintel/contracts';
import { recorded } from './distribution';

interface Kept extends Pick<DriftObservation, 'confidence' | 'latencyMs' | 'features'> {
  readonly key: number;
  /** Null if the answer is a category. */
  readonly value: number | null;
}

/**
 * Number of keys drawn from one stream of random numbers: small enough to restore the position quickly after a restart.
 */
const KEYS_A_STREAM = 256;

/**
 * A model's answers over a period: counts of all answers, and a uniform random sample. Every example draws a key, and
 * the examples with the lowest keys are kept (bottom-k sampling, Cohen & Kaplan 2007), so windows of several processes
 * merge into the sample that one process would have drawn.
 */
export class DriftWindow {
  private seen = 0;
  private unsure = 0;
  private confident = 0;
  private confidenceSum = 0;
  private readonly categories = new Map<string, number>();
  private kept: Kept[] = [];
  /** Index of the highest key once the sample is full. */
  private highest = -1;
  private random: Random | undefined;

  /** @param seed of the sample; each process that serves the same model uses a different one */
  constructor(readonly seed: number) {}

  /** @throws LintelError INVALID_ARGUMENT if the state was not written by a window */
  static fromJSON(state: unknown): DriftWindow {
    const parsed = driftWindowSchema.safeParse(state);
    if (!parsed.success) throw invalid('a window as toJSON() gives it', parsed.error.message, parsed.error);
    const { sample, ...counts } = parsed.data;
    const rows = sample.keys.length;
    const columns = [sample.outcome, sample.confidence, sample.latencyMs, ...Object.values(sample.features)];
    if (columns.some((column) => column.length !== rows)) {
      throw invalid(`${rows} values in every column`, 'columns of different lengths');
    }
    const window = new DriftWindow(counts.seed);
    window.seen = counts.examples;
    window.unsure = counts.unsure;
    window.confident = counts.confident;
    window.confidenceSum = counts.confidenceSum;
    for (const [name, count] of Object.entries(counts.categories)) window.categories.set(name, count);
    window.keep(
      sample.keys.map((key, row) => ({
        key,
        value: sample.outcome[row]!,
        confidence: sample.confidence[row]!,
        latencyMs: sample.latencyMs[row]!,
        features: Object.fromEntries(
          Object.entries(sample.features).flatMap(([name, values]) =>
            values[row] === null ? [] : [[name, values[row]!]],
          ),
        ),
      })),
    );
    return window;
  }

  /** Number of answers added, whether or not they are kept in the sample. */
  get examples(): number {
    return this.seen;
  }

  /** @throws LintelError INVALID_ARGUMENT if a number is not finite or out of its range */
  add({ outcome, confidence, latencyMs, unsure, features }: DriftObservation): void {
    const value = typeof outcome === 'number' ? outcome : null;
    const numbers = [value ?? 0, confidence ?? 0, latencyMs, ...Object.values(features)];
    if (!numbers.every(Number.isFinite) || (confidence ?? 0) < 0 || (confidence ?? 0) > 1 || latencyMs < 0) {
      const received = JSON.stringify({ outcome, confidence, latencyMs, features }, (_, value: unknown) =>
        typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
      );
      throw invalid('a finite outcome and finite features, a confidence in [0, 1], a latency of at least 0', received);
    }
    const key = this.drawKey();
    this.seen++;
    if (unsure) this.unsure++;
    if (confidence !== null) {
      this.confident++;
      this.confidenceSum += confidence;
    }
    if (typeof outcome === 'string') this.categories.set(outcome, (this.categories.get(outcome) ?? 0) + 1);
    const full = this.kept.length === DRIFT_SAMPLE_SIZE;
    if (full && key >= this.kept[this.highest]!.key) return;
    const kept: Kept = {
      key,
      value: value === null ? null : recorded(value),
      confidence: confidence === null ? null : recorded(confidence),
      latencyMs: recorded(latencyMs),
      features: Object.fromEntries(Object.entries(features).map(([name, value]) => [name, recorded(value)])),
    };
    if (full) this.kept[this.highest] = kept;
    else this.kept.push(kept);
    this.findHighest();
  }

  /** @returns a window that combines both and has this window's seed; neither is changed */
  merge(other: DriftWindow): DriftWindow {
    const both = new DriftWindow(this.seed);
    both.seen = this.seen + other.seen;
    both.unsure = this.unsure + other.unsure;
    both.confident = this.confident + other.confident;
    both.confidenceSum = this.confidenceSum + other.confidenceSum;
    for (const [name, count] of [...this.categories, ...other.categories]) {
      both.categories.set(name, (both.categories.get(name) ?? 0) + count);
    }
    both.keep([...this.kept, ...other.kept]);
    return both;
  }

  toJSON(): DriftWindowState {
    const rows = [...this.kept].sort(byKey);
    const names = [...new Set(rows.flatMap(({ features }) => Object.keys(features)))].sort();
    return {
      formatVersion: 2,
      seed: this.seed,
      examples: this.seen,
      unsure: this.unsure,
      confident: this.confident,
      confidenceSum: this.confidenceSum,
      categories: Object.fromEntries(this.categories),
      sample: {
        keys: rows.map(({ key }) => key),
        outcome: rows.map(({ value }) => value),
        confidence: rows.map(({ confidence }) => confidence),
        latencyMs: rows.map(({ latencyMs }) => latencyMs),
        features: Object.fromEntries(names.map((name) => [name, rows.map(({ features }) => features[name] ?? null)])),
      },
    };
  }

  private keep(rows: readonly Kept[]): void {
    this.kept = [...rows].sort(byKey).slice(0, DRIFT_SAMPLE_SIZE);
    this.findHighest();
  }

  private findHighest(): void {
    if (this.kept.length < DRIFT_SAMPLE_SIZE) return;
    this.highest = 0;
    this.kept.forEach(({ key }, place) => {
      if (key > this.kept[this.highest]!.key) this.highest = place;
    });
  }

  /**
   * The key of the next example follows from the seed and its number, so a stored window continues as if it had not
   * been stored.
   */
  private drawKey(): number {
    const before = this.seen % KEYS_A_STREAM;
    if (!this.random || before === 0) {
      this.random = createRandom(this.seed, 'drift-window', String(Math.floor(this.seen / KEYS_A_STREAM)));
      for (let draw = 0; draw < before; draw++) this.random.next();
    }
    return this.random.next();
  }
}

const byKey = (one: Kept, other: Kept): number => one.key - other.key;

function invalid(expected: string, received: string, cause?: unknown): LintelError {
  return new LintelError('INVALID_ARGUMENT', {
    problem: 'The drift window can not take this.',
    expected,
    received: received.slice(0, 500),
    cure: 'Leave out what could not be measured.',
    cause,
  });
}
