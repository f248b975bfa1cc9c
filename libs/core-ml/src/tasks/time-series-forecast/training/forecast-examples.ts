import { createHash } from 'node:crypto';
import { createRandom, LintelError, type WindowPreprocessing } from '@lintel/contracts';
import { firstAtLeast } from '../../../numbers/first-at-least';
import { type ReadSeries, type SteppedSeries } from '../../../series/read-series';
import { windowMatrices } from '../../../series/window-matrix';
import { type FeatureMatrix } from '../../../tables/feature-matrix';

/** Windows whose true value is known. All arrays have one entry for each. */
export interface ForecastExamples {
  readonly features: FeatureMatrix;
  readonly targets: Float64Array;
  /** The number of the series. */
  readonly series: Int32Array;
  /** The time of the newest row of the window. */
  readonly times: Float64Array;
  /** Neighbours in time are not independent: those of one block are drawn together for intervals. */
  readonly blocks: readonly string[];
  /** Forecasts that need no model, by name; NaN where there is none. */
  readonly baselines: Readonly<Record<string, Float64Array>>;
  /** SHA-256 (hex) of series, times and true values: the same for all models of one question. */
  readonly hash: string;
}

/** The fewest steps of a block, if there is no season. */
const BLOCK_STEPS = 24;

/**
 * Every window of the series that ends in a row and whose true value is known.
 * @throws LintelError DATASET_EMPTY if there is none
 */
export function forecastExamples({ series }: ReadSeries, about: WindowPreprocessing): ForecastExamples {
  const { horizon, step, season, target, signals } = about;
  const ends = series.map(({ rows, target: values, steps }) => {
    const places = Int32Array.from({ length: Math.max(0, steps - horizon) }, (_, end) => end);
    return places.filter((end) => rows[end]! >= 0 && !Number.isNaN(values[end + horizon]!));
  });
  const all = <T>(of: (one: SteppedSeries, end: number, number: number) => T): T[] =>
    series.flatMap((one, number) => Array.from(ends[number]!, (end) => of(one, end, number)));
  const targets = Float64Array.from(all(({ target: values }, end) => values[end + horizon]!));
  if (targets.length === 0) throw noExamples(about, series);
  const block = Math.max(BLOCK_STEPS, season ?? 0, 2 * horizon);
  const times = Float64Array.from(all(({ start }, end) => start + end * step));
  const isSeen = signals.includes(target);
  const numbers = Int32Array.from(all((_one, _end, number) => number));
  const hash = createHash('sha256').update(JSON.stringify([target, horizon, series.map(({ name }) => name)]));
  for (const array of [numbers, times, targets]) hash.update(new Uint8Array(array.buffer));
  return {
    features: windowMatrices(series, ends, about),
    targets,
    series: numbers,
    times,
    blocks: all((_, end, number) => `${number} ${Math.floor(end / block)}`),
    baselines: isSeen
      ? {
          lastValue: Float64Array.from(all(({ target: values }, end) => lastKnown(values, end))),
          ...(season === null
            ? {}
            : {
                seasonal: Float64Array.from(all(({ target: values }, end) => lastSeason(values, end, horizon, season))),
              }),
        }
      : { mean: new Float64Array(targets.length).fill(meanOf(targets)) },
    hash: hash.digest('hex'),
  };
}

/** How whole series or times are kept apart. */
export interface ForecastSplit {
  readonly kind: 'by-time' | 'by-series';
  /** The place of each example in [0, 1), so that earlier parts have smaller ones. */
  readonly places: Float64Array;
  /** The place of the time of each example's true value, which a model of earlier parts must not reach. */
  readonly ends: Float64Array;
}

/** With so many series or more, whole series are kept apart, because they differ from each other. */
const MANY_SERIES = 10;

/** Orders examples for a split: whole series at random under the seed if there are many, else by time. */
export function orderExamples(
  { series, times }: ForecastExamples,
  { horizon, step }: WindowPreprocessing,
  seed: number,
): ForecastSplit {
  const count = new Set(series).size;
  if (count >= MANY_SERIES) {
    const order = createRandom(seed, 'split series').shuffle([...new Set(series)]);
    const placeOf = new Map(order.map((number, place) => [number, place / count]));
    const places = Float64Array.from(series, (number) => placeOf.get(number)!);
    return { kind: 'by-series', places, ends: places };
  }
  const sorted = times.slice().sort();
  const place = (time: number): number => firstAtLeast(sorted, time) / sorted.length;
  return {
    kind: 'by-time',
    places: times.map(place),
    ends: times.map((time) => place(time + horizon * step)),
  };
}

/** The examples with a place in a range; `earlier` also asks that their true value was known before its end. */
export function examplesBetween(
  { places, ends }: ForecastSplit,
  from: number,
  to: number,
  earlier: boolean,
): Int32Array {
  const list: number[] = [];
  places.forEach((place, at) => {
    if (place >= from && place < to && (!earlier || ends[at]! < to)) list.push(at);
  });
  return Int32Array.from(list);
}

function lastKnown(values: Float64Array, end: number): number {
  for (let at = end; at >= 0; at -= 1) if (!Number.isNaN(values[at]!)) return values[at]!;
  return NaN;
}

/** The value a whole number of seasons before the forecast's time, the newest that is known at the end of the window. */
function lastSeason(values: Float64Array, end: number, horizon: number, season: number): number {
  const back = Math.ceil(horizon / season) * season;
  return values[end + horizon - back] ?? NaN;
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function noExamples({ target, horizon }: WindowPreprocessing, series: readonly SteppedSeries[]): LintelError {
  return new LintelError('DATASET_EMPTY', {
    problem: 'No forecast can be compared with a true value.',
    expected: `a value of "${target}" ${horizon} steps after a row`,
    received: `${series.length} series of ${series
      .map(({ steps }) => steps)
      .slice(0, 5)
      .join(', ')} steps`,
    cure: 'Add later rows, or choose a smaller --horizon.',
  });
}
