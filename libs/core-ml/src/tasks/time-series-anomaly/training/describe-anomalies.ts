import { type AnomalyPreprocessing, type AnomalyRecipe, LintelError, type WindowFeature } from '@lintel/contracts';
import { describeSignals, type LeftOutColumn } from '../../../series/describe-windows';
import { columnCells, repeatedTimes, usualStep } from '../../../series/read-series';
import { type Table } from '../../../tables/table';

export interface DescribeAnomaliesOptions {
  readonly time: string;
  readonly series?: string | undefined;
  /** The column that says which rows are known anomalies. */
  readonly anomalies?: string | undefined;
  /** Default: novelty. */
  readonly recipe?: AnomalyRecipe | undefined;
  /** Columns that the model must not see. */
  readonly ignore?: readonly string[] | undefined;
}

export interface DescribedAnomalies {
  readonly preprocessing: AnomalyPreprocessing;
  readonly leftOut: readonly LeftOutColumn[];
}

const DAY = 86_400;
/** Long enough to know what is usual, short enough to follow a level that moves. */
const NOVELTY_STEPS = 500;
/** The steps that `window-distance` compares. */
const DISTANCE_STEPS = 16;
const LIMIT_LENGTHS = [5, 15] as const;
/** Trees are fitted to each signal by itself. */
const MOST_RESIDUAL_SIGNALS = 60;
/** Steps that differ by more are not the same. */
const SAME_STEP = 0.01;

/**
 * Chooses signals, step and the features of a recipe from the columns of a table. The result is data and may be edited.
 * @throws LintelError INVALID_ARGUMENT (no such column, too many signals), DATASET_INVALID (times that cannot be read)
 */
export function describeAnomalies(table: Table, options: DescribeAnomaliesOptions): DescribedAnomalies {
  const { time: column, series = null, anomalies = null, ignore = [], recipe = 'novelty' } = options;
  for (const name of [...ignore, ...(anomalies === null ? [] : [anomalies])]) columnCells(table, name);
  const { format, times, rows, signals, leftOut } = describeSignals(table, {
    ...{ time: column, series, ignore, unseen: anomalies },
  });
  const step = commonStep(times, [...rows.values()]);
  const common = { kind: 'window' as const, time: { column, format }, series, signals, step, anomalies };
  const features = FEATURES_OF[recipe](signals, format === 'iso' ? step : null);
  return { preprocessing: { ...common, features }, leftOut };
}

/** The usual step; null if the series have different ones, or two rows of a series have one time. */
function commonStep(times: Float64Array, rows: readonly (readonly number[])[]): number | null {
  const step = usualStep(times, rows);
  if (rows.some((list) => repeatedTimes(times, list) > 0)) return null;
  const isCommon = rows
    .filter((list) => list.length > 1 && times[list[0]!] !== times[list.at(-1)!])
    .every((list) => Math.abs(usualStep(times, [list]) / step - 1) <= SAME_STEP);
  return isCommon ? step : null;
}

type Describe = (signals: readonly string[], step: number | null) => WindowFeature[];

/**
 * The features of each recipe, in the order that it relies on: those of one signal after another, except for
 * `residual`, which has the newest values first.
 */
const FEATURES_OF: Readonly<Record<AnomalyRecipe, Describe>> = {
  novelty: (signals) => signals.map((signal) => ({ kind: 'novelty', signal, length: NOVELTY_STEPS })),
  'robust-limits': (signals) =>
    signals.flatMap((signal): WindowFeature[] => [
      { kind: 'lag', signal, steps: 0 },
      ...LIMIT_LENGTHS.map((length): WindowFeature => ({ kind: 'mean', signal, length })),
      { kind: 'deviation', signal, length: LIMIT_LENGTHS[1] },
      { kind: 'slope', signal, length: LIMIT_LENGTHS[1] },
    ]),
  'window-distance': (signals) =>
    signals.flatMap((signal) =>
      Array.from({ length: DISTANCE_STEPS }, (_, steps): WindowFeature => ({ kind: 'lag', signal, steps })),
    ),
  residual: (signals, step) => {
    checkSignals(signals);
    const back = [1, 2, 3, ...(step !== null && Number.isInteger(DAY / step) && step < DAY ? [DAY / step] : [])];
    const calendar = (['hour', 'weekday'] as const).map((part): WindowFeature => ({ kind: 'calendar', part }));
    return [
      ...signals.map((signal): WindowFeature => ({ kind: 'lag', signal, steps: 0 })),
      ...signals.flatMap((signal) => back.map((steps): WindowFeature => ({ kind: 'lag', signal, steps }))),
      ...(step === null || step > DAY ? [] : step === DAY ? calendar.slice(1) : calendar),
    ];
  },
};

function checkSignals(signals: readonly string[]): void {
  if (signals.length <= MOST_RESIDUAL_SIGNALS) return;
  throw new LintelError('INVALID_ARGUMENT', {
    problem: 'There are too many signals for the recipe residual, which learns to forecast each of them.',
    expected: `at most ${MOST_RESIDUAL_SIGNALS} signals`,
    received: String(signals.length),
    cure: 'Leave signals out with --ignore, or choose another --recipe.',
  });
}
