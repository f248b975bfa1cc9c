import { LintelError, type ManifestOf } from '@lintel/contracts';

/** The name of the graph's output, and its meaning. */
export const FORECAST = 'forecast';
/** Of a graph that explains itself: the forecast of an average window, and what each signal adds to it. */
export const REASONS = 'reasons';
/** The value, the quantile below and the quantile above it. */
export const OUTPUTS = 3;

/** A value and its band, in the unit of the target. */
export interface Forecast {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The forecast in one row of the output; the band always contains the value.
 * @param outputs [rows, 3]
 * @throws LintelError MODEL_INVALID if it is not finite
 */
export function forecastIn(
  outputs: ArrayLike<number>,
  row: number,
  { band }: Pick<ManifestOf<'time-series-forecast'>['reading'], 'band'>,
): Forecast {
  const [value, below, above] = [0, 1, 2].map((at) => outputs[row * OUTPUTS + at]!) as [number, number, number];
  if (Number.isFinite(value + below + above)) {
    return { value, low: Math.min(value, below - band.widening), high: Math.max(value, above + band.widening) };
  }
  throw new LintelError('MODEL_INVALID', {
    problem: "The model's forecast is not finite.",
    expected: 'finite numbers',
    received: [value, below, above].join(', '),
    cure: 'Train the model again; report the recipe if it happens again.',
  });
}
