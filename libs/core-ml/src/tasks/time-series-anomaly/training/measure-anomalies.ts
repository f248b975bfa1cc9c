import { type AnomalyReport } from '@lintel/contracts';
import { bootstrapInterval } from '../../../evaluation/bootstrap-interval';
import { rankScores } from '../../../evaluation/ranked-scores';
import { alarmPeaks } from '../../../series/alarm-peaks';
import { bestNabThreshold, NAB_PROFILES, type ScoredSeries } from '../../../series/nab-score';
import { isAnomaly } from '../anomaly-output';
import { type AnomalyExamples } from './anomaly-examples';

/** Enough for an interval of two digits. */
export const DRAWS = 200;

/** A metric of some rows, which may occur several times; NaN where it has no meaning. */
export type Measure = (rows: Int32Array) => number;

/**
 * The metrics of scores by key, the most important one first.
 * @param known the number of the anomaly of each score, 0 for none; null if that is not known
 * @param hasLimit whether a score of 1 raises an alarm
 */
export function measuresOf(
  scores: ArrayLike<number>,
  known: ArrayLike<number> | null,
  hasLimit: boolean,
): Record<string, Measure> {
  const isUsual = (row: number): boolean => known === null || known[row] === 0;
  const falseAlarmRate: Measure = (rows) => {
    const usual = rows.filter(isUsual);
    return usual.reduce((sum, row) => sum + Number(isAnomaly(scores[row]!)), 0) / usual.length;
  };
  const isMeasured = known !== null && Array.from(known).some(Boolean) && !Array.from(known).every(Boolean);
  const ranked = isMeasured ? rankScores(scores, Array.from(known, Boolean).map(Number)) : null;
  return {
    ...(ranked === null ? {} : { averagePrecision: ranked.averagePrecision, auc: ranked.auc }),
    ...(hasLimit ? { falseAlarmRate } : {}),
  };
}

export interface MeasureAnomaliesOptions {
  readonly seed: number;
  /** Steps after an alarm in which only a higher score raises another one. */
  readonly quiet: number;
  /** True if the rows are whole series, which the score of the Numenta Anomaly Benchmark needs. */
  readonly whole: boolean;
}

/**
 * Metrics with 95 % intervals, of which neighbours in time are drawn together (block bootstrap; Künsch 1989), beside
 * those of a trailing mean and standard deviation.
 * @param rows the examples that were scored, ascending
 * @param scores one for each of `rows`, as shares of the limit
 */
export function measureAnomalies(
  examples: AnomalyExamples,
  rows: Int32Array,
  scores: Float64Array,
  { seed, quiet, whole }: MeasureAnomaliesOptions,
): Omit<AnomalyReport, 'protocol'> {
  const known = examples.known && Int32Array.from(rows, (row) => examples.known![row]!);
  const groups = Array.from(rows, (row) => examples.blocks[row]!);
  const series = Int32Array.from(rows, (row) => examples.series[row]!);
  const metricsOf = (of: Float64Array, hasLimit: boolean): AnomalyReport['metrics'] => {
    const measures = Object.entries(measuresOf(of, known, hasLimit)).map(([key, measure]) => {
      return [key, bootstrapInterval(rows.length, measure, { seed, groups, draws: DRAWS })] as const;
    });
    const nab = whole && known?.some(Boolean) ? nabEstimate(scoredSeries(of, series, known, quiet), seed) : null;
    return Object.fromEntries([...measures, ...(nab === null ? [] : [['nab', nab] as const])]);
  };
  const raised = peaksOf(scores, series, quiet).map((score) => Number(isAnomaly(score)));
  const found = known && new Set(known.filter((number, at) => number > 0 && raised[at]! > 0));
  return {
    examples: rows.length,
    metrics: metricsOf(scores, true),
    baselines: {
      gaussian: metricsOf(
        Float64Array.from(rows, (row) => examples.baseline[row]!),
        false,
      ),
    },
    alarms: raised.reduce((sum, value) => sum + value, 0),
    anomalies: known && { known: new Set(known.filter(Boolean)).size, found: found!.size },
  };
}

/** Where each series begins and ends. */
function seriesRanges(series: Int32Array): (readonly [from: number, to: number])[] {
  const starts = [...series.keys()].filter((at) => at === 0 || series[at] !== series[at - 1]);
  return starts.map((from, at) => [from, starts[at + 1] ?? series.length] as const);
}

function peaksOf(scores: Float64Array, series: Int32Array, quiet: number): Float64Array {
  const peaks = new Float64Array(scores.length);
  for (const [from, to] of seriesRanges(series)) peaks.set(alarmPeaks(scores.subarray(from, to), quiet), from);
  return peaks;
}

/** The series as the benchmark scores them: one alarm for each stretch of unusual rows. */
function scoredSeries(scores: Float64Array, series: Int32Array, known: Int32Array, quiet: number): ScoredSeries[] {
  const peaks = peaksOf(scores, series, quiet);
  return seriesRanges(series).map(([from, to]) => {
    const windows: [number, number][] = [];
    for (let at = from; at < to; at += 1) {
      if (known[at] === 0) continue;
      if (at > from && known[at] === known[at - 1]) windows.at(-1)![1] = at - from;
      else windows.push([at - from, at - from]);
    }
    // A row that raises no alarm of its own counts nowhere.
    return { scores: peaks.subarray(from, to).map((score) => (score > 0 ? score : -Infinity)), windows };
  });
}

/** The score by the standard profile at its best threshold, as the benchmark defines it; whole series are drawn. */
function nabEstimate(series: readonly ScoredSeries[], seed: number): AnomalyReport['metrics'][string] {
  const normalised: Measure = (rows) => {
    const drawn = Array.from(rows, (at) => series[at]!);
    return bestNabThreshold(drawn, NAB_PROFILES.standard).normalised ?? NaN;
  };
  if (series.length > 1) return bootstrapInterval(series.length, normalised, { seed, draws: DRAWS });
  const value = normalised(Int32Array.of(0));
  return { value, low: value, high: value };
}
