import { type MlpModel } from '@lintel/contracts';
import { type LinearReasons, type LinearSums, predictSums } from '../linear/predict-linear';
import { type DenseMatrix } from '../tables/dense-encoding';
import { hiddenLayer, type LayerRows, type LayerSums, layerSums, rectified } from './predict-mlp';

/**
 * Reasons of one row for one output: integrated gradients from the average training row (Sundararajan, Taly & Yan 2017),
 * which is all zeros in standardised columns. On the straight line from there to the row the network is a chain of
 * straight pieces, so the integral is computed piece by piece and without an error of integration: base and
 * contributions add up to the row's sum. What several columns do only together is divided between them along that line,
 * which approximates Shapley values; for a network without bends both are `coefficient × (x − mean)`.
 * @param inputs number of columns of the feature matrix; the columns that come from one of them count together
 * @param output 0 for one output; the class for softmax
 */
export function mlpReasons(
  model: MlpModel,
  { columns, values }: DenseMatrix,
  row: number,
  inputs: number,
  output = 0,
): LinearReasons {
  const width = columns.length;
  const x = Float64Array.from(values.subarray(row * width, (row + 1) * width));
  const slopes = meanSlopes(model, x, output);
  const contributions = new Float64Array(inputs);
  columns.forEach(({ source }, column) => (contributions[source]! += slopes[column]! * x[column]!));
  const average = model.hidden.reduce<LayerRows>(hiddenLayer, { rows: 1, width, values: new Float64Array(width) });
  const sum: LinearSums = {
    link: 'identity',
    coefficients: [model.coefficients[output]!],
    intercepts: [model.intercepts[output]!],
  };
  return { base: predictSums(sum, average)[0]!, contributions };
}

/** The mean gradient of the output's sum along the line from the average row to `x`: float64 [columns]. */
function meanSlopes(model: MlpModel, x: Float64Array, output: number): Float64Array {
  const { weights, biases } = model.hidden[0]!;
  const units = biases.length;
  const none = biases.map(() => 0);
  const direction = layerSums({ rows: 1, width: x.length, values: x }, { weights, biases: none }).values;
  const ends = bendsAlong(model, direction);
  const middles = ends.slice(1).map((end, at) => (ends[at]! + end) / 2);
  const sums = model.hidden.map((_, depth) => sumsAlong(model, direction, middles, depth));
  const mean = new Float64Array(units);
  middles.forEach((_, piece) => {
    const slopes = slopesOfFirstLayer(model, sums, piece, output);
    const length = ends[piece + 1]! - ends[piece]!;
    for (let unit = 0; unit < units; unit++) mean[unit]! += length * slopes[unit]!;
  });
  return x.map((_, column) => mean.reduce((sum, slope, unit) => sum + slope * weights[column * units + unit]!, 0));
}

/**
 * Where a unit begins or ceases to be above 0, as shares of the way, with both ends. Between the bends of one layer the
 * sums of the next one are straight lines.
 * @param direction how far the sums of the first layer move on the whole way, float64 [units]
 */
function bendsAlong(model: MlpModel, direction: Float64Array): number[] {
  let places = [0, 1];
  model.hidden.forEach((_, depth) => {
    const { values, width } = sumsAlong(model, direction, places, depth);
    const bends = places.slice(1).flatMap((end, at) => {
      const start = places[at]!;
      return Array.from({ length: width }, (_, unit) => {
        const from = values[at * width + unit]!;
        const to = values[(at + 1) * width + unit]!;
        return from < 0 === to < 0 ? end : start + ((end - start) * from) / (from - to);
      });
    });
    places = [...new Set([...places, ...bends])].sort((one, other) => one - other);
  });
  return places;
}

/** The sums of the hidden layer `depth` at some places of the way. */
function sumsAlong({ hidden }: MlpModel, direction: Float64Array, places: readonly number[], depth: number): LayerSums {
  const [first, ...others] = hidden.slice(0, depth + 1);
  const width = direction.length;
  const values = new Float64Array(places.length * width);
  places.forEach((place, at) =>
    direction.forEach((step, unit) => (values[at * width + unit] = first!.biases[unit]! + place * step)),
  );
  const ofFirst: LayerSums = { rows: places.length, width, values };
  return others.reduce((before, layer) => layerSums(rectified(before), layer), ofFirst);
}

/** The gradient of the output's sum by the sums of the first layer. */
function slopesOfFirstLayer(
  { hidden, coefficients }: MlpModel,
  sums: readonly LayerRows[],
  piece: number,
  output: number,
): Float64Array {
  let slopes: Float64Array = Float64Array.from(coefficients[output]!);
  for (let depth = hidden.length - 1; depth >= 0; depth--) {
    const { values, width } = sums[depth]!;
    slopes = slopes.map((slope, unit) => (values[piece * width + unit]! > 0 ? slope : 0));
    if (depth === 0) break;
    const { weights } = hidden[depth]!;
    const behind = slopes;
    slopes = Float64Array.from(hidden[depth - 1]!.biases, (_, input) => {
      let sum = 0;
      for (let unit = 0; unit < width; unit++) sum += weights[input * width + unit]! * behind[unit]!;
      return sum;
    });
  }
  return slopes;
}
