import { checkColumns, type FeatureMatrix } from '../tables/feature-matrix';
import { goesLeft } from './predict-trees';
import { outputsOf, type TreeModel, treesOf } from './tree-model';

export interface TreeExplanation {
  /** How much each column moves the margin away from the expected one, float64 [rows, outputs, columns]. */
  readonly contributions: Float64Array;
  /** The mean margin of the training rows as the trees' covers have it, float64 [outputs]. */
  readonly expected: Float64Array;
}

/**
 * Exact Shapley values of the margin, path-dependent: an unknown column follows both branches, weighted by how many
 * training rows took them (Lundberg et al. 2020, “From local explanations to global understanding with explainable AI
 * for trees”, algorithm 2). For each row and output, expected + the sum of the contributions is the margin.
 * @throws LintelError SHAPE_MISMATCH if the columns are others than those of the training
 */
export function explainTrees(model: TreeModel, matrix: FeatureMatrix): TreeExplanation {
  checkColumns(model.columns, matrix);
  const { rows, values } = matrix;
  const columns = model.columns.length;
  const outputs = outputsOf(model);
  const contributions = new Float64Array(rows * outputs * columns);
  const explainer = new TreeExplainer(model);
  const row = new Float32Array(columns);
  for (let index = 0; index < rows; index += 1) {
    for (let column = 0; column < columns; column += 1) row[column] = values[column * rows + index]!;
    for (let tree = 0; tree < treesOf(model); tree += 1) {
      const from = (index * outputs + (tree % outputs)) * columns;
      explainer.add(tree, row, contributions.subarray(from, from + columns));
    }
  }
  return { contributions, expected: expectedMargins(model) };
}

/** @returns the mean of each output over the training rows, by the covers, float64 [outputs] */
export function expectedMargins(model: TreeModel): Float64Array {
  const expected = Float64Array.from(model.baseMargins);
  for (let tree = 0; tree < treesOf(model); tree += 1) {
    const root = model.roots[tree]!;
    let sum = 0;
    for (let node = root; node < model.roots[tree + 1]!; node += 1) {
      if (model.feature[node]! < 0) sum += model.value[node]! * model.cover[node]!;
    }
    expected[tree % expected.length]! += sum / model.cover[root]!;
  }
  return expected;
}

/**
 * Walks a tree and keeps, for the path from the root, one entry for each column that the path splits on: `zeros` is the
 * share of rows that follow the path if the column is unknown, `ones` is 1 if the explained row follows it. Coefficient
 * k of the polynomial ∏ (zero + t) over the followed columns sums over the sets of k known columns, so that algorithm
 * 2's weights need no columns that the row leaves: those have a common factor, and all get the same share.
 */
class TreeExplainer {
  private readonly columns: Int32Array;
  private readonly zeros: Float64Array;
  private readonly ones: Uint8Array;
  /** The entry of each column; -1 if the path does not split on it. */
  private readonly entries: Int32Array;
  /** The polynomials of all levels, one after another. */
  private readonly polynomials: Float64Array;
  private readonly stride: number;
  /** k! (size - k - 1)! / size! at [size * stride + k]: the weight of a set of k columns (Shapley 1953). */
  private readonly weights: Float64Array;
  private row: Float32Array = new Float32Array();
  private target: Float64Array = new Float64Array();

  constructor(private readonly model: TreeModel) {
    const depth = deepest(model);
    this.stride = depth + 2;
    this.columns = new Int32Array(this.stride);
    this.zeros = new Float64Array(this.stride);
    this.ones = new Uint8Array(this.stride);
    this.entries = new Int32Array(model.columns.length).fill(-1);
    this.polynomials = new Float64Array(this.stride * this.stride);
    this.weights = new Float64Array(this.stride * this.stride);
    for (let size = 1; size < this.stride; size += 1) {
      let weight = 1 / size;
      for (let known = 0; known < size; known += 1) {
        this.weights[size * this.stride + known] = weight;
        weight *= (known + 1) / (size - known - 1);
      }
    }
  }

  /** Adds one tree's contributions for one row to `target`, float64 [columns]. */
  add(tree: number, row: Float32Array, target: Float64Array): void {
    this.row = row;
    this.target = target;
    this.polynomials[0] = 1;
    this.visit(this.model.roots[tree]!, 0, 0, 0, 1);
  }

  /**
   * @param size entries of the path
   * @param degree followed ones among them
   * @param from where the polynomial begins
   * @param left the product of the zeros of those that the row does not follow
   */
  private visit(node: number, size: number, degree: number, from: number, left: number): void {
    const { columns, zeros, ones, entries, model } = this;
    const column = model.feature[node]!;
    if (column < 0) return this.addLeaf(size, degree, from, left * model.value[node]!);
    const isLeft = goesLeft(model, node, this.row[column]!);
    const hot = isLeft ? model.left[node]! : model.right[node]!;
    const cold = isLeft ? model.right[node]! : model.left[node]!;
    const hotShare = model.cover[hot]! / model.cover[node]!;
    const coldShare = model.cover[cold]! / model.cover[node]!;
    const known = entries[column]!;
    const next = from + this.stride;
    if (known < 0) {
      entries[column] = size;
      columns[size] = column;
      zeros[size] = hotShare;
      ones[size] = 1;
      this.multiply(from, degree, hotShare, next);
      this.visit(hot, size + 1, degree + 1, next, left);
      zeros[size] = coldShare;
      ones[size] = 0;
      this.visit(cold, size + 1, degree, from, left * coldShare);
      entries[column] = -1;
      return;
    }
    const zero = zeros[known]!;
    if (ones[known] === 0) {
      zeros[known] = zero * hotShare;
      this.visit(hot, size, degree, from, left * hotShare);
      zeros[known] = zero * coldShare;
      this.visit(cold, size, degree, from, left * coldShare);
    } else {
      zeros[known] = zero * hotShare;
      this.divide(from, degree, zero, next);
      this.multiply(next, degree - 1, zero * hotShare, next);
      this.visit(hot, size, degree, next, left);
      zeros[known] = zero * coldShare;
      ones[known] = 0;
      this.divide(from, degree, zero, next);
      this.visit(cold, size, degree - 1, next, left * zero * coldShare);
      ones[known] = 1;
    }
    zeros[known] = zero;
  }

  /** Writes polynomial · (zero + t) to `to`, which may be `from`. */
  private multiply(from: number, degree: number, zero: number, to: number): void {
    const { polynomials } = this;
    let lower = 0;
    for (let power = 0; power <= degree; power += 1) {
      const coefficient = polynomials[from + power]!;
      polynomials[to + power] = coefficient * zero + lower;
      lower = coefficient;
    }
    polynomials[to + degree + 1] = lower;
  }

  /** Writes polynomial / (zero + t) to `to`. */
  private divide(from: number, degree: number, zero: number, to: number): void {
    const { polynomials } = this;
    let coefficient = polynomials[from + degree]!;
    for (let power = degree - 1; power >= 0; power -= 1) {
      polynomials[to + power] = coefficient;
      coefficient = polynomials[from + power]! - zero * coefficient;
    }
  }

  /** @param value of the leaf times the zeros of the columns that the row does not follow */
  private addLeaf(size: number, degree: number, from: number, value: number): void {
    const { columns, zeros, ones, polynomials, weights, target } = this;
    const weight = size * this.stride;
    let others = 0;
    for (let power = 0; power <= degree && degree < size; power += 1) {
      others += polynomials[from + power]! * weights[weight + power]!;
    }
    others *= value;
    for (let entry = 0; entry < size; entry += 1) {
      const column = columns[entry]!;
      if (ones[entry] === 0) {
        target[column]! -= others;
        continue;
      }
      const zero = zeros[entry]!;
      let coefficient = polynomials[from + degree]!;
      let sum = 0;
      for (let power = degree - 1; power >= 0; power -= 1) {
        sum += coefficient * weights[weight + power]!;
        coefficient = polynomials[from + power]! - zero * coefficient;
      }
      target[column]! += sum * (1 - zero) * value;
    }
  }
}

/** @returns splits from the root to the deepest leaf of all trees */
function deepest({ feature, left, right }: TreeModel): number {
  const depths = new Int32Array(feature.length);
  let most = 0;
  feature.forEach((column, node) => {
    if (column < 0) return;
    const depth = depths[node]! + 1;
    depths[left[node]!] = depth;
    depths[right[node]!] = depth;
    most = Math.max(most, depth);
  });
  return most;
}
