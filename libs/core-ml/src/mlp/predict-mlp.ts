import { type MlpModel } from '@lintel/contracts';
import { predictSums } from '../linear/predict-linear';
import { type DenseMatrix } from '../tables/dense-encoding';

/** Numbers of one layer for several rows, one row after another. */
export interface LayerRows {
  readonly rows: number;
  readonly width: number;
  readonly values: ArrayLike<number>;
}

/** The sums of one layer, before what is below 0 is cut off. */
export interface LayerSums extends LayerRows {
  readonly values: Float64Array;
}

/**
 * The answers of a network, in double precision.
 * @returns float64 [rows, outputs]: values, or the probabilities of all classes (two for a logistic link)
 */
export function predictMlp(model: MlpModel, { rows, columns, values }: DenseMatrix): Float64Array {
  const input: LayerRows = { rows, width: columns.length, values };
  return predictSums(model, model.hidden.reduce<LayerRows>(hiddenLayer, input));
}

/** `max(0, x · weights + biases)` of each row. */
export function hiddenLayer(input: LayerRows, layer: MlpModel['hidden'][number]): LayerRows {
  return rectified(layerSums(input, layer));
}

export const rectified = (sums: LayerSums): LayerRows => ({
  ...sums,
  values: sums.values.map((sum) => Math.max(0, sum)),
});

/** `x · weights + biases` of each row. */
export function layerSums(
  { rows, width, values }: LayerRows,
  { weights, biases }: MlpModel['hidden'][number],
): LayerSums {
  const units = biases.length;
  const sums = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const own = sums.subarray(row * units, (row + 1) * units);
    own.set(biases);
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column]!;
      // Most units and most columns of categories are 0.
      if (value === 0) continue;
      const first = column * units;
      for (let unit = 0; unit < units; unit++) own[unit]! += value * weights[first + unit]!;
    }
  }
  return { rows, width: units, values: sums };
}
