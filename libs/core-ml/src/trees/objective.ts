import { type TreeObjective } from './tree-options';

/** Rows that are fitted to. All arrays have one entry for each row. */
export interface Targets {
  readonly values: Float64Array;
  /** Undefined: every row weighs 1. */
  readonly weights: Float64Array | undefined;
}

/** What boosting needs to know of a loss. Margins are float64 [outputs, rows], one output after another. */
export interface Objective {
  readonly outputs: number;
  /** The best constant margin of each output. */
  startingMargins(targets: Targets): number[];
  /**
   * Writes first and second derivatives of rows from..to-1 as pairs, float32 [outputs, rows, 2]. Rows are independent
   * of each other, so that threads may share the work.
   */
  writeGradients(targets: Targets, margins: Float64Array, from: number, to: number, gradients: Float32Array): void;
  /** The weighted mean loss. */
  loss(targets: Targets, margins: Float64Array): number;
  /** Set where a leaf's answer is this quantile of its residuals rather than a Newton step. */
  readonly leafQuantile?: number;
}

/** Looked up once: in a sandboxed context, such as a test's, each look at a global takes a microsecond. */
const { abs, exp, log1p, max, min } = Math;

/** Keeps the logarithm of a share of 0 finite. */
const SMALLEST_SHARE = 1e-15;

export function createObjective(objective: TreeObjective): Objective {
  switch (objective.kind) {
    case 'binary':
      return binary;
    case 'multiclass':
      return multiclass(objective.classes);
    case 'squared-error':
      return squaredError;
    case 'absolute-error':
      return quantile(0.5, 2);
    case 'quantile':
      return quantile(objective.level, 1);
    case 'huber':
      return huber(objective.delta);
  }
}

const weightOf = ({ weights }: Targets, row: number): number => (weights === undefined ? 1 : weights[row]!);

function weightedMean(targets: Targets, value: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < targets.values.length; row += 1) {
    const weight = weightOf(targets, row);
    sum += weight * value(row);
    total += weight;
  }
  return sum / total;
}

/** Log loss: -y ln p - (1 - y) ln (1 - p) with p = 1 / (1 + e^-margin). */
const binary: Objective = {
  outputs: 1,
  startingMargins: (targets) => {
    const share = weightedMean(targets, (row) => targets.values[row]!);
    return [Math.log(share / (1 - share))];
  },
  writeGradients({ values, weights }, margins, from, to, gradients) {
    for (let row = from; row < to; row += 1) {
      const share = 1 / (1 + exp(-margins[row]!));
      const weight = weights === undefined ? 1 : weights[row]!;
      gradients[2 * row] = (share - values[row]!) * weight;
      gradients[2 * row + 1] = max(share * (1 - share), 1e-16) * weight;
    }
  },
  loss: (targets, margins) =>
    weightedMean(targets, (row) => {
      const margin = targets.values[row]! === 1 ? -margins[row]! : margins[row]!;
      return max(margin, 0) + log1p(exp(-abs(margin)));
    }),
};

/** Log loss of the softmax; the second derivative is scaled by classes / (classes - 1) (Friedman 2001, algorithm 6). */
function multiclass(classes: number): Objective {
  const scale = classes / (classes - 1);
  return {
    outputs: classes,
    startingMargins: (targets) =>
      Array.from({ length: classes }, (_, label) =>
        Math.log(
          max(
            SMALLEST_SHARE,
            weightedMean(targets, (row) => (targets.values[row] === label ? 1 : 0)),
          ),
        ),
      ),
    writeGradients({ values, weights }, margins, from, to, gradients) {
      const rows = values.length;
      for (let row = from; row < to; row += 1) {
        const weight = weights === undefined ? 1 : weights[row]!;
        const [top, sum] = softmaxParts(margins, row, rows, classes);
        for (let label = 0; label < classes; label += 1) {
          const share = exp(margins[label * rows + row]! - top) / sum;
          const at = 2 * (label * rows + row);
          gradients[at] = (share - (values[row] === label ? 1 : 0)) * weight;
          gradients[at + 1] = max(scale * share * (1 - share), 1e-16) * weight;
        }
      }
    },
    loss: (targets, margins) =>
      weightedMean(targets, (row) => {
        const rows = targets.values.length;
        const [top, sum] = softmaxParts(margins, row, rows, classes);
        return top + Math.log(sum) - margins[targets.values[row]! * rows + row]!;
      }),
  };
}

function softmaxParts(margins: Float64Array, row: number, rows: number, classes: number): [top: number, sum: number] {
  let top = -Infinity;
  for (let label = 0; label < classes; label += 1) top = max(top, margins[label * rows + row]!);
  let sum = 0;
  for (let label = 0; label < classes; label += 1) sum += exp(margins[label * rows + row]! - top);
  return [top, sum];
}

const squaredError: Objective = {
  outputs: 1,
  startingMargins: (targets) => [weightedMean(targets, (row) => targets.values[row]!)],
  writeGradients({ values, weights }, margins, from, to, gradients) {
    for (let row = from; row < to; row += 1) {
      const weight = weights === undefined ? 1 : weights[row]!;
      gradients[2 * row] = (margins[row]! - values[row]!) * weight;
      gradients[2 * row + 1] = weight;
    }
  },
  loss: (targets, margins) => weightedMean(targets, (row) => (margins[row]! - targets.values[row]!) ** 2),
};

/** Pinball loss times `scale`. It has no curvature, so leaves are refitted by {@link weightedQuantile}. */
function quantile(level: number, scale: number): Objective {
  return {
    outputs: 1,
    leafQuantile: level,
    startingMargins: (targets) => [weightedQuantile(targets.values, targets.weights, level)],
    writeGradients({ values, weights }, margins, from, to, gradients) {
      for (let row = from; row < to; row += 1) {
        const weight = weights === undefined ? 1 : weights[row]!;
        gradients[2 * row] = (margins[row]! >= values[row]! ? 1 - level : -level) * scale * weight;
        gradients[2 * row + 1] = weight;
      }
    },
    loss: (targets, margins) =>
      weightedMean(targets, (row) => {
        const residual = targets.values[row]! - margins[row]!;
        return scale * (residual >= 0 ? level * residual : (level - 1) * residual);
      }),
  };
}

function huber(delta: number): Objective {
  return {
    outputs: 1,
    startingMargins: (targets) => [weightedQuantile(targets.values, targets.weights, 0.5)],
    writeGradients({ values, weights }, margins, from, to, gradients) {
      for (let row = from; row < to; row += 1) {
        const weight = weights === undefined ? 1 : weights[row]!;
        gradients[2 * row] = max(-delta, min(delta, margins[row]! - values[row]!)) * weight;
        gradients[2 * row + 1] = weight;
      }
    },
    loss: (targets, margins) =>
      weightedMean(targets, (row) => {
        const size = abs(margins[row]! - targets.values[row]!);
        return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
      }),
  };
}

/**
 * The value below which a share `level` of the weight lies, interpolated between neighbours where all weigh the same
 * (type 7 of Hyndman and Fan 1996).
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array | undefined, level: number): number {
  if (weights === undefined) {
    const sorted = values.slice().sort();
    const place = level * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    return low + (place - below) * ((sorted[below + 1] ?? low) - low);
  }
  const order = Uint32Array.from(values.keys()).sort((one, other) => values[one]! - values[other]!);
  const goal = level * weights.reduce((sum, weight) => sum + weight, 0);
  let held = 0;
  for (const at of order) {
    held += weights[at]!;
    if (held >= goal) return values[at]!;
  }
  return values[order.at(-1) ?? 0] ?? 0;
}
