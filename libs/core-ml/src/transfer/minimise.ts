/** The value of a function and its gradient at one point. */
export interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface MinimiseOptions {
  /** Stops when no entry of the gradient is larger. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Number of steps from which the curvature is estimated. */
const MEMORY = 10;
const ARMIJO = 1e-4;
const MOST_HALVINGS = 20;
/** Relative decrease below which a value computed in float32 only shows rounding. */
const SMALLEST_DECREASE = 1e-8;

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5) with a backtracking
 * line search.
 * @param evaluate must not keep or change the point
 */
export async function minimise(
  evaluate: (point: Float64Array) => Promise<Evaluated>,
  start: Float64Array,
  { tolerance, maxIterations }: MinimiseOptions,
): Promise<Minimum> {
  let point = start;
  let { value, gradient } = await evaluate(point);
  const pairs: { readonly step: Float64Array; readonly change: Float64Array; readonly rho: number }[] = [];
  for (let iteration = 0; ; iteration++) {
    if (largest(gradient) <= tolerance) return { point, value, iterations: iteration, converged: true };
    if (iteration === maxIterations) return { point, value, iterations: iteration, converged: false };
    const direction = descent(gradient, pairs);
    const slope = dot(gradient, direction);
    let length = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    let next = along(point, direction, length);
    let found = await evaluate(next);
    for (let halving = 0; !(found.value <= value + ARMIJO * length * slope); halving++) {
      // Rounding hides any further decrease.
      if (halving === MOST_HALVINGS) return { point, value, iterations: iteration, converged: true };
      length /= 2;
      next = along(point, direction, length);
      found = await evaluate(next);
    }
    const step = difference(next, point);
    const change = difference(found.gradient, gradient);
    const curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) pairs.push({ step, change, rho: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    const isDone = value - found.value <= SMALLEST_DECREASE * Math.max(1, Math.abs(value));
    point = next;
    ({ value, gradient } = found);
    if (isDone) return { point, value, iterations: iteration + 1, converged: true };
  }
}

/** The two-loop recursion: minus the estimated inverse Hessian times the gradient. */
function descent(
  gradient: Float64Array,
  pairs: readonly { readonly step: Float64Array; readonly change: Float64Array; readonly rho: number }[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const factors: number[] = [];
  for (let at = pairs.length - 1; at >= 0; at--) {
    const { step, change, rho } = pairs[at]!;
    const factor = rho * dot(step, direction);
    factors[at] = factor;
    add(direction, change, -factor);
  }
  const last = pairs.at(-1);
  if (last) scale(direction, 1 / (last.rho * dot(last.change, last.change)));
  for (const [at, { step, change, rho }] of pairs.entries()) {
    add(direction, step, factors[at]! - rho * dot(change, direction));
  }
  return direction;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
  return sum;
}

function add(target: Float64Array, values: Float64Array, factor: number): void {
  for (let at = 0; at < target.length; at++) target[at]! += factor * values[at]!;
}

function scale(target: Float64Array, factor: number): void {
  for (let at = 0; at < target.length; at++) target[at]! *= factor;
}

function along(point: Float64Array, direction: Float64Array, length: number): Float64Array {
  const result = Float64Array.from(point);
  add(result, direction, length);
  return result;
}

function difference(one: Float64Array, other: Float64Array): Float64Array {
  const result = Float64Array.from(one);
  add(result, other, -1);
  return result;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at]!));
  return most;
}
