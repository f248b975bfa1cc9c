import { LintelError } from '@lintel/contracts';

/** What right and wrong alarms count in the score. */
export interface NabProfile {
  /** A window in which an alarm was raised at its very beginning. */
  readonly found: number;
  /** A window without an alarm, as a positive number. */
  readonly missed: number;
  /** An alarm far from every window, as a positive number. */
  readonly falseAlarm: number;
}

/** The application profiles of Lavin & Ahmad (2015), table 1. */
export const NAB_PROFILES = {
  standard: { found: 1, missed: 1, falseAlarm: 0.11 },
  'few-false-alarms': { found: 1, missed: 1, falseAlarm: 0.22 },
  'few-missed': { found: 1, missed: 2, falseAlarm: 0.11 },
} as const satisfies Readonly<Record<string, NabProfile>>;

/** The anomaly scores of one series, and where its anomalies are. */
export interface ScoredSeries {
  /** One in each row, in order of time; higher is more unusual. -Infinity never raises an alarm. */
  readonly scores: ArrayLike<number>;
  /** The first and last row of each window around an anomaly, in order and apart from each other. */
  readonly windows: readonly (readonly [first: number, last: number])[];
}

/** How good the alarms of some series are. */
export interface NabScore {
  /** An alarm is a row with a score of at least this. */
  readonly threshold: number;
  /** The sum over windows and false alarms, as the benchmark's files give it. */
  readonly raw: number;
  /** 0 for a detector that never raises an alarm, 100 for a perfect one; below 0 is possible. Null without windows. */
  readonly normalised: number | null;
  /** Windows with an alarm. */
  readonly found: number;
  readonly windows: number;
  /** Rows with an alarm outside all windows. */
  readonly falseAlarms: number;
}

/** The rows at the beginning of a series that are not counted: a detector learns from them. */
export const probationRows = (rows: number): number => Math.floor(0.15 * Math.min(rows, 5_000));

/** Beyond this many widths of the last window an alarm is a false one entirely. */
const FARTHEST = 3;
/** From 1 far before the end of a window through 0 at its end to -1 behind it. */
const sigmoid = (place: number): number => (place > FARTHEST ? -1 : 2 / (1 + Math.exp(5 * place)) - 1);

/**
 * Scores alarms as the Numenta Anomaly Benchmark does (Lavin & Ahmad 2015, "Evaluating real-time anomaly detection
 * algorithms", arXiv:1510.03336, section III): an early alarm in a window counts more than a late one, only the best
 * alarm of a window counts, and false alarms count less shortly after a window.
 * @param threshold an alarm is a row with a score of at least this
 * @throws LintelError INVALID_ARGUMENT if a window is not one of rows in order
 */
export function nabScore(series: readonly ScoredSeries[], threshold: number, profile: NabProfile): NabScore {
  const rows = worthOfRows(series, profile);
  const tally = new Tally(rows, profile);
  for (const row of rows) if (row.score >= threshold) tally.add(row);
  return tally.scoreAt(threshold);
}

/**
 * The threshold with the highest score over all series, which the benchmark allows each detector.
 * @throws LintelError INVALID_ARGUMENT as `nabScore`
 */
export function bestNabThreshold(series: readonly ScoredSeries[], profile: NabProfile): NabScore {
  const all = worthOfRows(series, profile);
  const tally = new Tally(all, profile);
  const rows = all.filter(({ score }) => score > -Infinity).sort((one, other) => other.score - one.score);
  let best = tally.scoreAt(Infinity);
  rows.forEach((row, at) => {
    tally.add(row);
    if (rows[at + 1]?.score !== row.score && tally.raw > best.raw) best = tally.scoreAt(row.score);
  });
  return best;
}

/** @returns 0 for the raw score of no alarm at all, 100 for that of an alarm at the beginning of each window */
export function normaliseNab(raw: number, windows: number, { found, missed }: NabProfile): number {
  return (100 * (raw + missed * windows)) / ((found + missed) * windows);
}

/** What an alarm in one row counts. */
interface RowWorth {
  readonly score: number;
  readonly worth: number;
  /** The window of the row; null outside all windows. */
  readonly window: readonly [number, number] | null;
}

/** The raw score while alarms are added one by one. */
class Tally {
  raw: number;
  private readonly best = new Map<RowWorth['window'], number>();
  private readonly windows: number;
  private falseAlarms = 0;

  constructor(
    rows: readonly RowWorth[],
    private readonly profile: NabProfile,
  ) {
    this.windows = new Set(rows.flatMap(({ window }) => (window === null ? [] : [window]))).size;
    this.raw = -profile.missed * this.windows;
  }

  add({ worth, window }: RowWorth): void {
    if (window === null) {
      this.falseAlarms += 1;
      this.raw += worth;
      return;
    }
    const before = this.best.get(window) ?? -this.profile.missed;
    if (worth <= before) return;
    this.raw += worth - before;
    this.best.set(window, worth);
  }

  scoreAt(threshold: number): NabScore {
    const { raw, windows, falseAlarms, profile } = this;
    const normalised = windows === 0 ? null : normaliseNab(raw, windows, profile);
    return { threshold, raw, normalised, found: this.best.size, windows, falseAlarms };
  }
}

/** Every row after probation. */
function worthOfRows(series: readonly ScoredSeries[], profile: NabProfile): RowWorth[] {
  return series.flatMap(({ scores, windows }) => {
    checkWindows(windows, scores.length);
    const rows: RowWorth[] = [];
    let passed = 0;
    for (let row = 0; row < scores.length; row += 1) {
      while (passed < windows.length && windows[passed]![1] < row) passed += 1;
      if (row < probationRows(scores.length)) continue;
      const window = windows[passed];
      const score = scores[row]!;
      if (window !== undefined && row >= window[0])
        rows.push({ score, window, worth: worthInside(row, window, profile) });
      else rows.push({ score, window: null, worth: worthBehind(row, windows[passed - 1], profile) });
    }
    return rows;
  });
}

/** In shares of `found`, so that an alarm in the first row of a window counts it whole. */
function worthInside(row: number, [first, last]: readonly [number, number], { found }: NabProfile): number {
  return (sigmoid(-(last - row + 1) / (last - first + 1)) / sigmoid(-1)) * found;
}

function worthBehind(row: number, window: readonly [number, number] | undefined, { falseAlarm }: NabProfile): number {
  if (window === undefined) return -falseAlarm;
  const [first, last] = window;
  return sigmoid((row - last) / (last - first)) * falseAlarm;
}

function checkWindows(windows: ScoredSeries['windows'], rows: number): void {
  let before = -1;
  for (const [first, last] of windows) {
    const isRange = Number.isInteger(first) && Number.isInteger(last) && first <= last;
    if (!isRange || first <= before || last >= rows) {
      throw new LintelError('INVALID_ARGUMENT', {
        problem: 'A window around an anomaly is invalid.',
        expected: `the first and the last of ${rows} rows, after the window before`,
        received: `${first} to ${last}`,
        cure: 'Give the windows in order of time, and join those that overlap.',
      });
    }
    before = last;
  }
}
