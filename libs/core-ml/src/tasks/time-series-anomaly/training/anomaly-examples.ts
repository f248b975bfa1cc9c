import { createHash } from 'node:crypto';
import { type AnomalyPreprocessing, LintelError } from '@lintel/contracts';
import { columnCells, type ReadSeries, readSeries, type SteppedSeries } from '../../../series/read-series';
import { windowMatrices } from '../../../series/window-matrix';
import { type FeatureMatrix } from '../../../tables/feature-matrix';
import { missingTest, textOf, USUAL_MISSING } from '../../../tables/read-cell';
import { type Table } from '../../../tables/table';
import { anomalyView } from '../anomaly-view';
import { trailingGaussian } from './trailing-gaussian';

/** The rows of series, one series after another, each in order of time. All arrays have one entry for each row. */
export interface AnomalyExamples {
  readonly features: FeatureMatrix;
  /** The number of the series. */
  readonly series: Int32Array;
  readonly times: Float64Array;
  /** The share of the rows of its series that come before. */
  readonly places: Float64Array;
  /** Neighbours in time are not independent: those of one block are drawn together for intervals. */
  readonly blocks: readonly string[];
  /** The number of the known anomaly that a row belongs to, from 1; 0: none. Null if the rows do not say. */
  readonly known: Int32Array | null;
  /** The value of each signal; NaN is missing. */
  readonly newest: readonly Float64Array[];
  /** What a trailing mean and standard deviation say of each row. */
  readonly baseline: Float64Array;
  /** SHA-256 (hex) of series, times and known anomalies: the same for all models of one question. */
  readonly hash: string;
}

export interface ReadAnomalyExamples {
  readonly examples: AnomalyExamples;
  readonly read: ReadSeries;
}

const BLOCK_STEPS = 100;

/** Texts that say that a row is usual. */
const USUAL: ReadonlySet<string> = new Set(['0', 'false', 'no', 'normal', 'usual']);
const isMissing = missingTest({ missing: [...USUAL_MISSING] });

/**
 * Every row of the series with the features of the window that ends in it.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID, DATASET_EMPTY
 */
export function anomalyExamples(table: Table, about: AnomalyPreprocessing): ReadAnomalyExamples {
  const view = anomalyView(about);
  const read = readSeries(table, view);
  const { series } = read;
  const ends = series.map(({ rows }) =>
    Int32Array.from({ length: rows.length }, (_, end) => end).filter((end) => rows[end]! >= 0),
  );
  const all = <T>(of: (one: SteppedSeries, end: number, number: number, at: number) => T): T[] =>
    series.flatMap((one, number) => Array.from(ends[number]!, (end, at) => of(one, end, number, at)));
  const numbers = Int32Array.from(all((_one, _end, number) => number));
  if (numbers.length === 0) throw noRows();
  const times = Float64Array.from(all(({ start }, end) => start + end * (about.step ?? 1)));
  const known = knownAnomalies(table, about, numbers, Int32Array.from(all(({ rows }, end) => rows[end]!)));
  const hash = createHash('sha256').update(JSON.stringify(series.map(({ name }) => name)));
  for (const array of [numbers, times, known ?? new Int32Array()]) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  const examples: AnomalyExamples = {
    features: windowMatrices(series, ends, view),
    series: numbers,
    times,
    places: Float64Array.from(all((_one, _end, number, at) => at / ends[number]!.length)),
    blocks: all((_, end, number) => `${number} ${Math.floor(end / BLOCK_STEPS)}`),
    known,
    newest: about.signals.map((_, signal) => Float64Array.from(all(({ signals }, end) => signals[signal]![end]!))),
    baseline: Float64Array.from(series.flatMap(({ signals }, number) => [...trailingGaussian(signals, ends[number]!)])),
    hash: hash.digest('hex'),
  };
  return { examples, read };
}

/**
 * Numbers the known anomalies: rows that follow each other with the same text are one.
 * @param series the number of the series of each row
 * @param rows their places in the table
 */
function knownAnomalies(
  table: Table,
  { anomalies }: AnomalyPreprocessing,
  series: Int32Array,
  rows: Int32Array,
): Int32Array | null {
  if (anomalies === null || !table.columns.includes(anomalies)) return null;
  const cells = columnCells(table, anomalies);
  let [before, count] = ['', 0];
  return rows.map((row, at) => {
    const cell = cells[row]!;
    const text = isMissing(cell) || USUAL.has(textOf(cell).toLowerCase()) ? '' : textOf(cell);
    const own = text === '' ? '' : `${series[at]} ${text}`;
    if (own !== '' && own !== before) count += 1;
    before = own;
    return own === '' ? 0 : count;
  });
}

const noRows = (): LintelError =>
  new LintelError('DATASET_EMPTY', {
    problem: 'The series have no rows.',
    expected: 'at least one row',
    received: 'none',
    cure: 'Check the file.',
  });
