import { LintelError, type WindowFeature, type WindowPreprocessing } from '@lintel/contracts';
import { missingTest, numberIn, timeIn, USUAL_MISSING } from '../tables/read-cell';
import { type Table } from '../tables/table';
import { columnCells, rowsBySeries, timesOf, usualStep } from './read-series';
import { sequenceFeatures } from './sequence-layout';

export interface DescribeWindowsOptions {
  readonly time: string;
  readonly target: string;
  readonly series?: string | undefined;
  /** Steps from the newest row to the forecast. Default: 1. */
  readonly horizon?: number | undefined;
  /** `sequence`: the features of a network, which sees the newest steps themselves. Default: `summaries`. */
  readonly view?: 'summaries' | 'sequence' | undefined;
  /** Columns that the model must not see. */
  readonly ignore?: readonly string[] | undefined;
}

/** A column that is no signal. */
export interface LeftOutColumn {
  readonly column: string;
  readonly reason: string;
}

export interface DescribedWindows {
  readonly preprocessing: WindowPreprocessing;
  readonly leftOut: readonly LeftOutColumn[];
}

const DAY = 86_400;
/** Lengths of windows, in steps: the newest values and the level around them. */
const LENGTHS = [5, 15, 30] as const;

const isMissing = missingTest({ missing: [...USUAL_MISSING] });

/**
 * Chooses signals, step, season and features from the columns of a table. The result is data and may be edited.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (times or signals that cannot be read)
 */
export function describeWindows(table: Table, options: DescribeWindowsOptions): DescribedWindows {
  const { time: column, target, series = null, horizon = 1, ignore = [], view = 'summaries' } = options;
  for (const name of [target, ...ignore]) columnCells(table, name);
  const { format, rows, times, signals, leftOut } = describeSignals(table, {
    ...{ time: column, series, ignore },
    // A column that is only known later, such as a remaining life, is not seen.
    ...(horizon > 0 ? { keep: target } : { unseen: target }),
  });
  const time = { column, format } as const;
  const step = usualStep(times, rows.values());
  const season = format === 'iso' ? seasonOf(step) : null;
  const features = featuresOf(signals, { target, horizon, season, step, format });
  const described = { kind: 'window' as const, time, series, signals, target, step, horizon, season, features };
  return {
    preprocessing: view === 'summaries' ? described : { ...described, features: sequenceFeatures(described) },
    leftOut,
  };
}

export interface SignalRoles {
  readonly time: string;
  readonly series: string | null;
  readonly ignore: readonly string[];
  /** A column that is a signal whatever it holds. */
  readonly keep?: string;
  /** A column that is no signal whatever it holds. */
  readonly unseen?: string | null;
}

/**
 * Tells signals from other columns.
 * @throws LintelError INVALID_ARGUMENT (no such column), DATASET_INVALID (times that cannot be read, no signal)
 */
export function describeSignals(table: Table, { time: column, series, ignore, keep, unseen }: SignalRoles) {
  const first = columnCells(table, column).find((cell) => !isMissing(cell)) ?? null;
  const format: WindowPreprocessing['time']['format'] = numberIn(first, false) === undefined ? 'iso' : 'unix-seconds';
  const times = timesOf(table, { column, format });
  const leftOut: LeftOutColumn[] = [];
  const signals = table.columns.filter((name) => {
    if (name === column || name === series || name === unseen) return false;
    if (name === keep) return true;
    const reason = ignore.includes(name) ? 'left out by choice' : reasonToLeaveOut(columnCells(table, name));
    if (reason !== null) leftOut.push({ column: name, reason });
    return reason === null;
  });
  if (signals.length === 0) throw noSignals(table);
  return { format, times, rows: rowsBySeries(table, series, times), signals, leftOut };
}

function reasonToLeaveOut(cells: readonly Table['cells'][number][number][]): string | null {
  const known = cells.filter((cell) => !isMissing(cell));
  if (known.length === 0) return 'has no values';
  if (known.every((cell) => cell === known[0])) return 'has one value only';
  if (known.every((cell) => numberIn(cell, false) === undefined)) {
    return known.every((cell) => timeIn(cell, 'iso') !== undefined) ? 'holds times' : 'holds no numbers';
  }
  return null;
}

/** Steps of a day, if a day has a whole number of them; a week of days. */
function seasonOf(step: number): number | null {
  if (step === DAY) return 7;
  const steps = DAY / step;
  return Number.isInteger(steps) && steps >= 2 ? steps : null;
}

interface About extends Pick<WindowPreprocessing, 'target' | 'horizon' | 'season' | 'step'> {
  readonly format: 'iso' | 'unix-seconds';
}

function featuresOf(signals: readonly string[], { target, horizon, season, step, format }: About): WindowFeature[] {
  const features = signals.flatMap((signal): WindowFeature[] => [
    { kind: 'lag', signal, steps: 0 },
    ...(signal === target ? lagsOfTarget(signal, horizon, season, step) : []),
    ...LENGTHS.map((length): WindowFeature => ({ kind: 'mean', signal, length })),
    { kind: 'deviation', signal, length: LENGTHS[1] },
    { kind: 'slope', signal, length: LENGTHS[1] },
    { kind: 'slope', signal, length: LENGTHS[2] },
    ...(signal === target
      ? ([
          { kind: 'minimum', signal, length: LENGTHS[2] },
          { kind: 'maximum', signal, length: LENGTHS[2] },
        ] as const)
      : []),
  ]);
  if (format === 'unix-seconds') return [...features, { kind: 'time' }];
  return [
    ...features,
    ...(step < DAY ? ([{ kind: 'calendar', part: 'hour' }] as const) : []),
    ...(step <= DAY ? ([{ kind: 'calendar', part: 'weekday' }] as const) : []),
  ];
}

/** The values before the newest one, and those one season, two seasons and a week before the forecast's time. */
function lagsOfTarget(signal: string, horizon: number, season: number | null, step: number): WindowFeature[] {
  const seasons = season === null ? [] : [season, 2 * season, ...(step < DAY ? [7 * season] : [])];
  const steps = new Set([1, 2, 3, ...seasons.map((length) => length - horizon).filter((lag) => lag > 0)]);
  return [...steps].map((lag) => ({ kind: 'lag', signal, steps: lag }));
}

const noSignals = ({ columns }: Table): LintelError =>
  new LintelError('DATASET_INVALID', {
    problem: 'The table has no signal.',
    expected: 'a column of numbers that change, beside the times',
    received: columns.slice(0, 40).join(', '),
    cure: 'Add a column of numbers; a forecast can also learn from the past of its target, with --horizon 1.',
  });
