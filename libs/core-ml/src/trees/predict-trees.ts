import { checkColumns, type FeatureMatrix } from '../tables/feature-matrix';
import { IS_CATEGORY, MISSING_LEFT, outputsOf, type TreeModel, treesOf } from './tree-model';

/**
 * Sums the trees. Values above or below all that training saw are valid; a code of no known category counts as missing.
 * @returns float64 [rows, outputs]: log odds, one logit for each class, or the predicted number
 * @throws LintelError SHAPE_MISMATCH if the columns are others than those of the training
 */
export function predictMargin(model: TreeModel, matrix: FeatureMatrix): Float64Array {
  checkColumns(model.columns, matrix);
  const { rows, values } = matrix;
  const outputs = outputsOf(model);
  const trees = treesOf(model);
  const margins = new Float64Array(rows * outputs);
  const row = new Float32Array(model.columns.length);
  for (let index = 0; index < rows; index += 1) {
    for (let column = 0; column < row.length; column += 1) row[column] = values[column * rows + index]!;
    const base = index * outputs;
    for (let output = 0; output < outputs; output += 1) margins[base + output] = model.baseMargins[output]!;
    for (let tree = 0; tree < trees; tree += 1) {
      margins[base + (tree % outputs)]! += model.value[leafOf(model, tree, row)]!;
    }
  }
  return margins;
}

/**
 * The answer of the objective: the probability of 1 (binary), probabilities that sum to 1 (multiclass), or the number.
 * @returns float64 [rows, outputs]
 * @throws LintelError SHAPE_MISMATCH
 */
export function predictTrees(model: TreeModel, matrix: FeatureMatrix): Float64Array {
  return applyLink(model, predictMargin(model, matrix));
}

/** @param margins float64 [rows, outputs], changed in place and returned */
export function applyLink(model: TreeModel, margins: Float64Array): Float64Array {
  if (model.objective.kind === 'binary') return margins.map((margin) => 1 / (1 + Math.exp(-margin)));
  if (model.objective.kind !== 'multiclass') return margins;
  const outputs = outputsOf(model);
  for (let from = 0; from < margins.length; from += outputs) {
    const row = margins.subarray(from, from + outputs);
    const top = row.reduce((most, margin) => Math.max(most, margin), -Infinity);
    const sum = row.reduce((total, margin) => total + Math.exp(margin - top), 0);
    row.forEach((margin, output) => (row[output] = Math.exp(margin - top) / sum));
  }
  return margins;
}

/** @returns the node in which a row ends */
function leafOf(model: TreeModel, tree: number, row: Float32Array): number {
  const { feature, value, left, right, flags } = model;
  let node = model.roots[tree]!;
  for (let column = feature[node]!; column >= 0; column = feature[node]!) {
    const x = row[column]!;
    const isLeft = flags[node]! < IS_CATEGORY && x === x ? x <= value[node]! : goesLeft(model, node, x);
    node = isLeft ? left[node]! : right[node]!;
  }
  return node;
}

/** @param x the value of the node's column; NaN is missing */
export function goesLeft({ value, flags, setStarts, sets }: TreeModel, node: number, x: number): boolean {
  const isMissingLeft = (flags[node]! & MISSING_LEFT) !== 0;
  // Only NaN differs from itself.
  if (x !== x) return isMissingLeft;
  if ((flags[node]! & IS_CATEGORY) === 0) return x <= value[node]!;
  // The nearest code, as the graph's comparisons with code + 0.5 have it.
  const code = Math.ceil(x - 0.5);
  const words = setStarts[node + 1]! - setStarts[node]!;
  if (code < 0 || code >= words * 32) return isMissingLeft;
  return ((sets[setStarts[node]! + (code >> 5)]! >>> (code & 31)) & 1) === 1;
}
